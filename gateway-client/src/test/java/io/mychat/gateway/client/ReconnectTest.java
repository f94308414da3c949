package io.mychat.gateway.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("FutureReturnValueIgnored") // the state shows the outcome
class ReconnectTest {

    @ParameterizedTest
    @CsvSource({
        "1000,ENDED", "1002,PROTOCOL_ERROR", "1003,PROTOCOL_ERROR", "1007,PROTOCOL_ERROR", "1008,PROTOCOL_ERROR",
        "1009,PROTOCOL_ERROR", "1010,PROTOCOL_ERROR", "4403,REFUSED", "4410,KICKED", "4411,REPLACED"
    })
    void stopsAtCodesThatForbidIt(int code, StopReason reason) {
        Fixture fixture = new Fixture();
        fixture.online().drop(code);
        assertThat(fixture.client.state()).isEqualTo(new ClientState.Stopped(reason, null));
        fixture.timers.advance(600_000);
        assertThat(fixture.sockets).hasSize(1);
        assertThat(fixture.timers.pending()).isZero();
        assertThat(fixture.wakes).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1001, 1006, 1011, 1012, 1013, 1014, 3000, 4408, 4409, 4430, 4500, 4999})
    void comesBackAfterAnyOther(int code) {
        Fixture fixture = new Fixture();
        fixture.online().drop(code);
        assertThat(fixture.client.state()).isInstanceOf(ClientState.Waiting.class);
        fixture.again();
        assertThat(fixture.client.state()).isInstanceOf(ClientState.Online.class);
    }

    @Test
    void pausesAreDrawnFromABoundThatDoublesUpToThirtySeconds() {
        Fixture fixture = new Fixture();
        fixture.random = 0.999999;
        fixture.connect();
        for (long bound : List.of(500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000)) {
            fixture.socket().drop(1006);
            assertThat(waiting(fixture)).isBetween(bound - 1, bound);
            fixture.timers.advance(bound);
        }
    }

    @Test
    void pausesBeginAnewWhenAConnectionHasLasted() {
        Fixture fixture = new Fixture();
        fixture.connect();
        for (int i = 0; i < 5; i++) {
            fixture.socket().drop(1006);
            fixture.timers.advance(4_000);
        }
        FakeSocket socket = fixture.grant("e1", 0, false);
        fixture.timers.advance(10_000);
        socket.drop(1006);
        assertThat(waiting(fixture)).isEqualTo(250);
    }

    @Test
    void waitsLongAfterARateWasExceeded() {
        Fixture fixture = new Fixture();
        fixture.random = 0;
        fixture.online().drop(4429);
        assertThat(waiting(fixture)).isEqualTo(5_000);
        fixture.wakes.get(0).run();
        assertThat(fixture.sockets).as("a wake signal changes nothing").hasSize(1);
    }

    @Test
    void comesAtTheMomentOfTheHintAndToItsNodesFirst() {
        Fixture fixture = new Fixture();
        FakeSocket socket = fixture.online();
        socket.say(
                4005,
                Map.of(
                        "reconnect_after_ms",
                        3_000,
                        "redirect",
                        List.of("ws://invalid", "ws://other.test/ws", "http://x")));
        socket.drop(1001);
        assertThat(waiting(fixture)).isEqualTo(3_000);
        fixture.timers.advance(3_000);
        assertThat(fixture.socket().url).isEqualTo("ws://other.test/ws");
        fixture.socket().drop(1006);
        fixture.again();
        assertThat(fixture.socket().url).isEqualTo(Fixture.URL);
    }

    @Test
    void aHintLeadsNobodyFromTlsIntoTheOpen() {
        Fixture fixture = new Fixture();
        GatewayClient client = GatewayClient.builder("wss://gateway.test/ws")
                .timers(fixture.timers)
                .callbacks(Runnable::run)
                .sockets((url, subprotocol, openMs, listener) -> {
                    FakeSocket socket = new FakeSocket(url, listener);
                    fixture.sockets.add(socket);
                    return socket;
                })
                .build();
        client.connect(Credentials.password("alice", "secret"));
        FakeSocket socket = fixture.grant("e1", 0, false);
        socket.say(4005, Map.of("reconnect_after_ms", 0, "redirect", List.of("ws://evil.test/ws")));
        socket.drop(1001);
        fixture.timers.advance(1);
        assertThat(fixture.socket().url).isEqualTo("wss://gateway.test/ws");
    }

    @Test
    void aLoginThatIsRefusedForATimeWaitsAsLongAsTheGatewaySays() {
        Fixture fixture = new Fixture();
        fixture.connect();
        fixture.socket().open();
        fixture.socket().answer(1001, 503, Map.of("error", "overloaded", "retry_after_ms", 7_000));
        assertThat(waiting(fixture)).isEqualTo(7_250);
        fixture.wakes.get(0).run();
        assertThat(fixture.sockets).hasSize(1);
    }

    @Test
    void aWrongPasswordStops() {
        Fixture fixture = new Fixture();
        var connecting = fixture.connect();
        fixture.socket().open();
        fixture.socket().answer(1001, 401, Map.of("error", "bad_credentials", "detail", "No."));
        assertThat(connecting).isCompletedExceptionally();
        assertThat(fixture.client.state())
                .isInstanceOfSatisfying(
                        ClientState.Stopped.class,
                        stopped -> assertThat(stopped.reason()).isEqualTo(StopReason.UNAUTHENTICATED));
    }

    @Test
    void theNetworkThatIsBackIsUsedAtOnce() {
        Fixture fixture = new Fixture();
        fixture.random = 0.9;
        fixture.online();
        fixture.timers.advance(2_000);
        fixture.socket().drop(1006);
        fixture.wakes.get(0).run();
        assertThat(fixture.sockets).hasSize(2);
    }

    @Test
    void aSleepIsNoPartOfThePause() {
        Fixture fixture = new Fixture();
        fixture.online().drop(4429);
        fixture.timers.advance(100);
        fixture.timers.sleep(3_600_000);
        fixture.timers.advance(5_000);
        assertThat(fixture.sockets).hasSize(2);
    }

    @Test
    void anAddressThatIsNoneStops() {
        Fixture fixture = new Fixture();
        GatewayClient client = GatewayClient.builder("invalid")
                .timers(fixture.timers)
                .callbacks(Runnable::run)
                .build();
        var connecting = client.connect(Credentials.token("t"));
        assertThat(connecting).isCompletedExceptionally();
        assertThat(client.state().status()).isEqualTo("stopped");
        client.close();
    }

    private static long waiting(Fixture fixture) {
        return ((ClientState.Waiting) fixture.client.state()).retryInMs();
    }
}
