package io.mychat.gateway.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.client.port.Http;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@SuppressWarnings("FutureReturnValueIgnored") // the state shows the outcome
class TokensTest {

    private static final Http.Answer NEW_PAIR =
            new Http.Answer(200, "{\"token\":\"t2\",\"refresh_token\":\"r2\",\"expires_in\":60}");

    @Test
    void tokensAreRefreshedOnTheLiveConnection() {
        Fixture fixture = new Fixture();
        fixture.refreshAnswer = CompletableFuture.completedFuture(NEW_PAIR);
        FakeSocket socket = fixture.online();
        socket.say(4004, Map.of("expires_in", 60));
        fixture.timers.advance(7_499);
        assertThat(fixture.refreshes).isEmpty();
        fixture.timers.advance(1);
        assertThat(fixture.refreshes)
                .containsExactly("http://gateway.test/api/auth/refresh {\"refresh_token\":\"r1\"}");
        assertThat(socket.last(1002).object("data").text("token")).isEqualTo("t2");
        assertThat(fixture.sockets).hasSize(1);
    }

    @Test
    void aRefreshThatFailsIsTriedAgainBeforeTheTokenEnds() {
        Fixture fixture = new Fixture();
        FakeSocket socket = fixture.online();
        socket.say(4004, Map.of("expires_in", 60));
        fixture.timers.advance(7_500);
        fixture.refreshAnswer = CompletableFuture.completedFuture(NEW_PAIR);
        fixture.timers.advance(15_000);
        assertThat(socket.requests(1002)).hasSize(1);
    }

    @Test
    void anEndedTokenIsRefreshedBeforeTheNextLogin() {
        Fixture fixture = new Fixture();
        fixture.refreshAnswer = CompletableFuture.completedFuture(NEW_PAIR);
        fixture.online().drop(4401);
        FakeSocket socket = fixture.again();
        assertThat(socket.sent.get(0).object("data").text("token")).isEqualTo("t2");
    }

    @Test
    void aRefreshThatIsRefusedStops() {
        Fixture fixture = new Fixture();
        fixture.refreshAnswer = CompletableFuture.completedFuture(
                new Http.Answer(401, "{\"error\":\"refresh_reused\",\"detail\":\"It was used.\"}"));
        fixture.online().drop(4401);
        fixture.timers.advance(1_000);
        assertThat(fixture.client.state()).isInstanceOfSatisfying(ClientState.Stopped.class, stopped -> {
            assertThat(stopped.reason()).isEqualTo(StopReason.UNAUTHENTICATED);
            assertThat(stopped.error()).hasMessageStartingWith("refresh_reused");
        });
    }

    @Test
    void aPageInTheMiddleIsNoRefusal() {
        Fixture fixture = new Fixture();
        fixture.refreshAnswer = CompletableFuture.completedFuture(new Http.Answer(502, "<html>"));
        fixture.online().drop(4401);
        fixture.timers.advance(1_000);
        assertThat(fixture.client.state()).isInstanceOf(ClientState.Waiting.class);
    }

    @Test
    void withoutAWayToNewTokensTheEndOfOneStops() {
        Fixture fixture = new Fixture(builder -> builder.tokens(
                previous -> CompletableFuture.failedFuture(new GatewayException(401, "ended", "Log in again."))));
        fixture.online().drop(4401);
        fixture.timers.advance(1_000);
        assertThat(fixture.client.state().status()).isEqualTo("stopped");
    }

    @Test
    void aTokenOfElsewhereLogsIn() {
        Fixture fixture = new Fixture();
        CompletableFuture<?> connected = fixture.client.connect(Credentials.token("given"));
        FakeSocket socket = fixture.grant("e1", 0, false);
        assertThat(socket.sent.get(0).number("cmd_id", 0)).isEqualTo(1002);
        assertThat(connected).isCompleted();
    }

    @Test
    void secretsAreInNoText() {
        assertThat(Credentials.password("alice", "hidden").toString()).doesNotContain("hidden");
        assertThat(Credentials.token("hidden", "hidden").toString()).doesNotContain("hidden");
        assertThat(new Tokens("hidden", "hidden").toString()).doesNotContain("hidden");
    }
}
