package io.mychat.gateway.redis.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.redis.settings.RedisSettings.CallLimits;
import io.mychat.gateway.testkit.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LateCallsTest {

    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final ManualTime time = new ManualTime();
    private final List<PipelinedCall> given = new ArrayList<>();
    private final LateCalls late = new LateCalls(time, given::add);
    private final CountDownLatch over = new CountDownLatch(1);
    /** Answers nothing by itself. */
    private final CallPipelines pipelines =
            new CallPipelines(new CallLimits(0, 1, 64), 1, 100, (server, calls) -> await());

    @AfterEach
    void close() {
        over.countDown();
        pipelines.close();
    }

    private void await() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private PipelinedCall begun() {
        return begun(new Deadline(time, LIMIT));
    }

    private PipelinedCall begun(Deadline deadline) {
        PipelinedCall call = pipelines.submit("a", List.of(RedisCommand.keyless("PING")));
        late.watch(call, deadline);
        return call;
    }

    @Test
    void aCallIsGivenUpSoonAfterItsDeadlineAndNoEarlier() {
        PipelinedCall first = begun();
        time.advance(Duration.ofSeconds(1));
        PipelinedCall second = begun();
        time.advance(LIMIT.minusSeconds(1).minusMillis(1));
        assertThat(given).isEmpty();

        time.advance(LateCalls.LOOK.plusMillis(1));
        assertThat(given).containsExactly(first);
        time.advance(Duration.ofSeconds(1));
        assertThat(given).containsExactly(first, second);
    }

    @Test
    void aCallThatHasEndedIsForgotten() {
        PipelinedCall ended = begun();
        PipelinedCall hangs = begun();
        assertThat(ended.complete(List.of())).isTrue();
        time.advance(LIMIT.plus(LateCalls.LOOK));

        assertThat(given).containsExactly(hangs);
    }

    @Test
    void theSecondCallOfAnOperationIsGivenUpByTheDeadlineOfTheFirst() {
        Deadline ofOperation = new Deadline(time, LIMIT);
        time.advance(Duration.ofSeconds(1));
        PipelinedCall ofAnother = begun();
        PipelinedCall second = begun(ofOperation);
        time.advance(LIMIT.minusSeconds(1).plus(LateCalls.LOOK));
        assertThat(given).containsExactly(second);

        time.advance(Duration.ofSeconds(1));
        assertThat(given).containsExactly(second, ofAnother);
    }

    /** They hold messages. */
    @Test
    void callsThatHaveEndedAreLetGoBehindOneThatHangs() {
        PipelinedCall hangs = begun();
        for (int i = 0; i < 10; i++) {
            begun().complete(List.of());
        }
        time.advance(LateCalls.LOOK);

        assertThat(late.watched()).isOne();
        assertThat(hangs).isNotDone();
    }

    @Test
    void oneTimerLooksAfterAllCallsAndEndsWithThem() {
        PipelinedCall first = begun();
        PipelinedCall second = begun();
        assertThat(time.pendingTimers()).isOne();
        time.advance(LateCalls.LOOK);
        assertThat(time.pendingTimers()).isOne();

        first.complete(List.of());
        second.complete(List.of());
        time.advance(LateCalls.LOOK);
        assertThat(time.pendingTimers()).isZero();
        PipelinedCall third = begun();
        assertThat(third).isNotDone();
        assertThat(time.pendingTimers()).isOne();
    }
}
