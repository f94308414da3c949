package io.mychat.gateway.redis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BoundedCallsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final BoundedCalls calls = new BoundedCalls(4, 2, 5);
    private final CountDownLatch thaw = new CountDownLatch(1);

    @AfterEach
    void close() {
        thaw.countDown();
        calls.close();
    }

    @Test
    void aServerThatHangsLeavesThreadsForTheOthers() throws Exception {
        List<Future<Boolean>> frozen = frozenCalls(6);
        Awaitility.await().until(() -> calls.active() == 2);

        for (int i = 0; i < 20; i++) {
            assertThat(calls.await(calls.submit("other", () -> "answer"), PATIENCE))
                    .isEqualTo("answer");
        }

        assertThat(calls.active()).isEqualTo(2);
        assertThat(calls.waiting()).isEqualTo(4);
        thaw.countDown();
        for (Future<Boolean> call : frozen) {
            assertThat(calls.await(call, PATIENCE)).isTrue();
        }
        Awaitility.await().until(() -> calls.active() == 0 && calls.waiting() == 0);
    }

    @Test
    void tooManyThatWaitAreRefusedAndThoseGivenUpMakeRoom() {
        List<Future<Boolean>> frozen = frozenCalls(7);
        assertThatThrownBy(() -> frozenCalls(1))
                .isInstanceOf(Failures.NotAsked.class)
                .hasMessage("too many calls wait for Redis");

        assertThatThrownBy(() -> calls.await(frozen.get(6), Duration.ZERO)).isInstanceOf(TimeoutException.class);

        assertThat(BoundedCalls.hasBegun(frozen.get(6))).isFalse();
        assertThat(calls.waiting()).isEqualTo(4);
        assertThat(frozenCalls(1)).hasSize(1);
    }

    @Test
    void whatIsGivenUpBeforeItBeginsNeverBegins() throws Exception {
        frozenCalls(2);
        AtomicInteger ran = new AtomicInteger();
        Future<Integer> late = calls.submit("frozen", ran::incrementAndGet);
        assertThatThrownBy(() -> calls.await(late, Duration.ZERO)).isInstanceOf(TimeoutException.class);
        thaw.countDown();

        assertThat(calls.await(calls.submit("frozen", () -> "after"), PATIENCE)).isEqualTo("after");
        assertThat(ran).hasValue(0);
    }

    @Test
    void ofManyCallsToManyServersEachIsAnswered() throws Exception {
        BoundedCalls wide = new BoundedCalls(4, 2, 10_000);
        List<Future<Integer>> answers = IntStream.range(0, 3_000)
                .mapToObj(i -> wide.submit("s" + i % 7, () -> i))
                .toList();
        for (int i = 0; i < answers.size(); i++) {
            assertThat(wide.await(answers.get(i), PATIENCE)).isEqualTo(i);
        }
        Awaitility.await().until(() -> wide.active() == 0 && wide.waiting() == 0);
        wide.close();
        assertThatThrownBy(() -> wide.submit("s", () -> 1))
                .isInstanceOf(Failures.NotAsked.class)
                .hasMessage("the connection to Redis is closed");
    }

    private List<Future<Boolean>> frozenCalls(int howMany) {
        return IntStream.range(0, howMany)
                .mapToObj(i -> calls.submit("frozen", () -> {
                    thaw.await();
                    return true;
                }))
                .toList();
    }
}
