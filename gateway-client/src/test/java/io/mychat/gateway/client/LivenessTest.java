package io.mychat.gateway.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.client.data.Delivered;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@SuppressWarnings("FutureReturnValueIgnored") // the state shows the outcome
class LivenessTest {

    @Test
    void silenceIsAnsweredByAHeartbeatAndThenByANewConnection() {
        Fixture fixture = new Fixture();
        FakeSocket socket = fixture.online();
        fixture.timers.advance(25_000);
        assertThat(socket.requests(3001)).hasSize(1);
        fixture.timers.advance(9_999);
        assertThat(socket.aborted).isFalse();
        fixture.timers.advance(1);
        assertThat(socket.aborted).isTrue();
        assertThat(fixture.client.state()).isInstanceOf(ClientState.Waiting.class);
    }

    @Test
    void anAnswerKeepsTheConnection() {
        Fixture fixture = new Fixture();
        FakeSocket socket = fixture.online();
        for (int i = 0; i < 10; i++) {
            fixture.timers.advance(25_000);
            socket.raw("{\"cmd_id\":3001,\"code\":200,\"data\":\"{}\"}");
        }
        assertThat(fixture.sockets).hasSize(1);
        assertThat(socket.aborted).isFalse();
    }

    @Test
    void aConnectionThatDoesNotOpenIsGivenUp() {
        Fixture fixture = new Fixture();
        fixture.connect();
        fixture.timers.advance(10_000);
        assertThat(fixture.sockets.get(0).aborted).isTrue();
        fixture.timers.advance(500);
        assertThat(fixture.sockets).hasSize(2);
    }

    @Test
    void aSleepIsNoticedAndTheConnectionExamined() {
        Fixture fixture = new Fixture();
        FakeSocket socket = fixture.online();
        fixture.timers.sleep(3_600_000);
        fixture.timers.advance(5_000);
        assertThat(socket.requests(3001)).hasSize(1);
        fixture.timers.advance(4_000);
        assertThat(socket.aborted).isTrue();
    }

    /** Listeners that do not return hold up the sender, and silence is then no sign of death. */
    @Test
    void slowListenersHoldUpTheSocketAndNotTheMemory() {
        Deque<Runnable> held = new ArrayDeque<>();
        Fixture fixture = new Fixture(builder -> builder.callbacks(held::add).inbox(new InboxSettings(10, 10, 3)));
        fixture.connect();
        FakeSocket socket = fixture.grant("e1", 0, false);
        List<CompletableFuture<?>> reads = new ArrayList<>();
        for (int seq = 1; seq <= 5; seq++) {
            reads.add(socket.deliver(seq, "e1").toCompletableFuture());
        }
        assertThat(reads.get(4)).isNotDone();
        fixture.timers.advance(600_000);
        assertThat(socket.aborted).isFalse();
        while (!held.isEmpty()) {
            held.remove().run();
        }
        assertThat(reads).allSatisfy(read -> assertThat(read).isDone());
        assertThat(fixture.contents).hasSize(5);
    }

    @Test
    void rubbishIsIgnored() {
        Fixture fixture = new Fixture();
        FakeSocket socket = fixture.online();
        String deep = "[".repeat(100_000);
        for (String text : List.of(
                "",
                "x",
                "{}",
                "[]",
                "null",
                "{\"cmd_id\":\"2003\"}",
                "{\"cmd_id\":2003}",
                deep,
                "{\"cmd_id\":1e400}",
                "{\"cmd_id\":2003,\"data\":\"[1]\"}",
                "{\"cmd_id\":4005,\"data\":\"{\\\"redirect\\\":7}\"}",
                "{\"cmd_id\":4004,\"data\":{\"expires_in\":-5}}",
                "{\"cmd_id\":4006,\"data\":\"x\"}",
                "{\"cmd_id\":99999999999999999999,\"data\":\"x\"}",
                "{\"cmd_id\":1001,\"request_id\":\"r1\",\"code\":200}")) {
            assertThat(socket.raw(text).toCompletableFuture()).as(text).isDone();
        }
        socket.deliver(1, "e1");
        assertThat(fixture.contents).containsExactly("text 1");
        assertThat(fixture.client.state()).isInstanceOf(ClientState.Online.class);
        assertThat(fixture.reported).isEmpty();
    }

    @Test
    void aListenerThatThrowsDisturbsNobody() {
        Fixture fixture = new Fixture();
        FakeSocket socket = fixture.online();
        Runnable end = fixture.client.on(Event.MESSAGE, (Delivered message) -> {
            throw new IllegalStateException("of the application");
        });
        socket.deliver(1, "e1");
        end.run();
        socket.deliver(2, "e1");
        assertThat(fixture.contents).containsExactly("text 1", "text 2");
        assertThat(fixture.reported).hasSize(1);
        fixture.timers.advance(200);
        assertThat(socket.last(2004).object("data").fields()).isEqualTo(Map.of("inbox_seq", 2L, "epoch", "e1"));
    }
}
