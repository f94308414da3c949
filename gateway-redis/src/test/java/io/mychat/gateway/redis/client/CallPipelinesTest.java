package io.mychat.gateway.redis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.redis.failure.RedisFailure;
import io.mychat.gateway.redis.failure.RedisFailure.Kind;
import io.mychat.gateway.redis.settings.RedisSettings.CallLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallPipelinesTest {

    private static final List<RedisReply> ANSWER = List.of(RedisReply.of("OK"));

    private final List<Integer> sizes = new CopyOnWriteArrayList<>();
    private final CountDownLatch thaw = new CountDownLatch(1);
    private volatile Consumer<String> server = name -> {};
    private final List<CallPipelines> opened = new ArrayList<>();

    @AfterEach
    void close() {
        thaw.countDown();
        opened.forEach(CallPipelines::close);
    }

    private CallPipelines open(int connections, int together, int mostCalls) {
        CallPipelines pipelines =
                new CallPipelines(new CallLimits(0, connections, together), 8, mostCalls, (name, calls) -> {
                    sizes.add(calls.size());
                    server.accept(name);
                    calls.forEach(call -> call.complete(ANSWER));
                });
        opened.add(pipelines);
        return pipelines;
    }

    private void freeze(String which) {
        server = name -> {
            if (name.equals(which)) {
                await(thaw);
            }
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<PipelinedCall> submit(CallPipelines pipelines, String server, int howMany) {
        return Stream.generate(() -> pipelines.submit(server, List.of(RedisCommand.keyless("PING"))))
                .limit(howMany)
                .toList();
    }

    @Test
    void callsThatComeWhileAConnectionIsBusyGoTogether() throws Exception {
        CallPipelines pipelines = open(1, 3, 100);
        freeze("a");
        List<PipelinedCall> calls = new ArrayList<>(submit(pipelines, "a", 1));
        Awaitility.await().until(() -> pipelines.active() == 1);
        calls.addAll(submit(pipelines, "a", 5));
        assertThat(pipelines.waiting()).isEqualTo(5);

        thaw.countDown();

        for (PipelinedCall call : calls) {
            assertThat(call.get(10, TimeUnit.SECONDS)).isEqualTo(ANSWER);
        }
        assertThat(sizes).containsExactly(1, 3, 2);
        Awaitility.await().until(() -> pipelines.active() == 0 && pipelines.waiting() == 0);
    }

    @Test
    void aConnectionThatHangsHoldsUpOnlyWhatItHasTaken() throws Exception {
        CallPipelines pipelines = open(2, 64, 100);
        freeze("a");
        submit(pipelines, "a", 1);
        Awaitility.await().until(() -> pipelines.active() == 1);
        server = name -> {};

        for (int i = 0; i < 20; i++) {
            assertThat(submit(pipelines, "a", 1).get(0).get(10, TimeUnit.SECONDS))
                    .isEqualTo(ANSWER);
        }
    }

    @Test
    void aServerThatHangsHoldsUpNoOther() throws Exception {
        CallPipelines pipelines = open(2, 1, 100);
        freeze("a");
        submit(pipelines, "a", 10);
        Awaitility.await().until(() -> pipelines.active() == 2);

        assertThat(submit(pipelines, "b", 1).get(0).get(10, TimeUnit.SECONDS)).isEqualTo(ANSWER);
        assertThat(pipelines.waiting()).isEqualTo(8);
    }

    @Test
    void tooManyCallsAreRefusedAndThoseGivenUpMakeRoom() {
        CallPipelines pipelines = open(1, 2, 6);
        freeze("a");
        submit(pipelines, "a", 1);
        Awaitility.await().until(() -> pipelines.active() == 1);
        List<PipelinedCall> waiting = submit(pipelines, "a", 5);
        assertThatThrownBy(() -> submit(pipelines, "a", 1))
                .matches(failure -> RedisFailure.is(Kind.NOT_ASKED, failure))
                .hasMessage("too many calls wait for Redis");

        assertThat(waiting.get(2).cancel(false)).isTrue();

        assertThat(pipelines.waiting()).isEqualTo(4);
        assertThat(submit(pipelines, "a", 1)).hasSize(1);
    }

    @Test
    void aLateCallBlamesItsServerUnlessOthersGotOn() throws Exception {
        CallPipelines pipelines = open(1, 1, 100);
        CountDownLatch first = new CountDownLatch(1);
        server = name -> await(first);
        PipelinedCall sent = submit(pipelines, "a", 1).get(0);
        Awaitility.await().until(() -> pipelines.active() == 1);
        List<PipelinedCall> waiting = submit(pipelines, "a", 3);
        assertThat(sent.blamesServer()).isTrue();
        assertThat(waiting).allMatch(PipelinedCall::blamesServer);

        freeze("a");
        first.countDown();
        sent.get(10, TimeUnit.SECONDS);
        Awaitility.await().until(() -> pipelines.active() == 1 && pipelines.waiting() == 2);

        assertThat(waiting.get(0).blamesServer()).isTrue();
        assertThat(waiting.get(2).blamesServer()).isFalse();
        assertThat(waiting.get(2).cancel(false)).isTrue();
        assertThat(waiting.get(2).blamesServer())
                .as("also when it was given up first")
                .isFalse();
    }

    @Test
    void anExchangeThatFailsEndsItsCallsAndTheNextGoOn() throws Exception {
        CallPipelines pipelines = open(1, 64, 100);
        server = name -> {
            throw new OutOfMemoryError("for a test");
        };
        PipelinedCall failing = submit(pipelines, "a", 1).get(0);
        assertThatThrownBy(() -> failing.get(10, TimeUnit.SECONDS)).hasRootCauseMessage("for a test");
        server = name -> {};

        assertThat(submit(pipelines, "a", 1).get(0).get(10, TimeUnit.SECONDS)).isEqualTo(ANSWER);
        Awaitility.await().until(() -> pipelines.active() == 0);
    }

    @Test
    void nobodyWaitsAfterTheEnd() {
        CallPipelines pipelines = open(1, 1, 100);
        freeze("a");
        submit(pipelines, "a", 1);
        Awaitility.await().until(() -> pipelines.active() == 1);
        List<PipelinedCall> waiting = submit(pipelines, "a", 3);

        pipelines.close();

        assertThat(waiting).allMatch(PipelinedCall::isCancelled);
        assertThatThrownBy(() -> submit(pipelines, "a", 1)).hasMessage("the connection to Redis is closed");
    }
}
