package io.mychat.gateway.redis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.redis.failure.RedisFailure;
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

class CallBulkheadTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final CallBulkhead calls = new CallBulkhead(4, 2, 5);
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

        Awaitility.await().until(() -> calls.active() == 2 && calls.waiting() == 4);
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
                .matches(failure -> RedisFailure.is(RedisFailure.Kind.NOT_ASKED, failure))
                .hasMessage("too many calls wait for Redis");

        assertThatThrownBy(() -> calls.await(frozen.get(6), Duration.ZERO)).isInstanceOf(TimeoutException.class);

        assertThat(calls.waiting()).isEqualTo(4);
        assertThat(frozenCalls(1)).hasSize(1);
    }

    @Test
    void aLateCallBlamesItsServerUnlessAnotherCallEnds() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        Future<Boolean> ends = calls.submit("frozen", () -> {
            first.await();
            return true;
        });
        frozenCalls(1);
        Awaitility.await().until(() -> calls.active() == 2);
        Future<String> late = calls.submit("frozen", () -> "late");
        Awaitility.await().until(() -> calls.blames(late)); // a thread is active before its call has begun
        List<Future<Boolean>> later = frozenCalls(2);
        first.countDown();
        assertThat(calls.await(ends, PATIENCE)).isTrue();

        assertThat(calls.await(late, PATIENCE)).isEqualTo("late");
        Awaitility.await().until(() -> calls.active() == 2 && calls.waiting() == 1);
        assertThat(calls.blames(later.get(1))).isFalse();
    }

    @Test
    void aCallThatIsLateBehindThoseOfOthersBlamesNobody() {
        frozenCalls(2);
        for (int i = 0; i < 2; i++) {
            Future<Boolean> unused = calls.submit("frozen too", () -> {
                thaw.await();
                return true;
            });
        }
        Awaitility.await().until(() -> calls.active() == 4);

        assertThat(calls.blames(calls.submit("fine", () -> "answer"))).isFalse();
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
        CallBulkhead wide = new CallBulkhead(4, 2, 10_000);
        List<Future<Integer>> answers = IntStream.range(0, 3_000)
                .mapToObj(i -> wide.submit("s" + i % 7, () -> i))
                .toList();
        for (int i = 0; i < answers.size(); i++) {
            assertThat(wide.await(answers.get(i), PATIENCE)).isEqualTo(i);
        }
        Awaitility.await().until(() -> wide.active() == 0 && wide.waiting() == 0);
        wide.close();
        assertThatThrownBy(() -> wide.submit("s", () -> 1))
                .matches(failure -> RedisFailure.is(RedisFailure.Kind.NOT_ASKED, failure))
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
