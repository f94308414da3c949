package io.mychat.gateway.core.http.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.testkit.InMemoryHttpTransport;
import io.mychat.gateway.testkit.InMemoryStream;
import io.mychat.gateway.testkit.InMemoryTransport;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.auth.FakeTokens;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What time does to sessions over events. */
class EventTimeoutsTest {

    private static final Duration PING = Duration.ofSeconds(10);

    private final ManualTime time = new ManualTime();
    private final InMemoryHttpTransport http = new InMemoryHttpTransport();
    private final GatewayServer gateway = GatewayServer.builder()
            .time(time)
            .webSocketTransport(new InMemoryTransport(time))
            .httpTransport(http)
            .tokens(new FakeTokens(time))
            .setting("server.events_enabled", true)
            .setting("server.ping_seconds", PING.toSeconds())
            .setting("server.pong_timeout_seconds", 5)
            .setting("server.close_timeout_seconds", 5)
            .build();

    @BeforeEach
    void start() throws IOException {
        gateway.start();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private long connections() {
        return gateway.stats().connections().total();
    }

    @Test
    void aSilentStreamGetsCommentsAndAStrangerIsClosedInTime() {
        InMemoryStream stream = http.stream("/api/events", Map.of());
        assertThat(stream.text()).contains("event: open\n").endsWith("\n\n");
        assertThat(connections()).isEqualTo(1);

        time.advance(PING);
        assertThat(stream.text()).endsWith("\n\n: \n\n");
        time.advance(PING);
        time.advance(PING);

        await().until(stream::isClosed);
        assertThat(stream.text())
                .contains("auth_timeout")
                .endsWith("event: close\ndata: {\"code\":4408,\"reason\":\"no authentication in time\"}\n\n");
        assertThat(connections()).isZero();
    }

    @Test
    void aStreamWhoseSocketTakesNothingIsGivenUp() {
        InMemoryStream stream = http.stream("/api/events", Map.of());
        stream.stall();

        time.advance(PING);
        assertThat(stream.isClosed()).isFalse();
        time.advance(Duration.ofSeconds(5));
        time.advance(Duration.ofSeconds(5));

        await().until(stream::isClosed);
        assertThat(stream.text()).doesNotContain("event: close");
        assertThat(connections()).isZero();
    }

    private static String key(InMemoryStream stream) {
        return stream.text().replaceFirst("(?s).*\"session_key\":\"([^\"]+)\".*", "$1");
    }

    @Test
    void aDeleteIsAnsweredWithTheLastEvent() {
        InMemoryStream stream = http.stream("/api/events", Map.of());

        assertThat(http.delete("/api/events", Map.of("X-Session-Key", key(stream)))
                        .status())
                .isEqualTo(200);

        await().until(stream::isClosed);
        assertThat(stream.text()).endsWith("event: close\ndata: {\"code\":1000,\"reason\":\"bye\"}\n\n");
        assertThat(connections()).isZero();
        assertThat(http.delete("/api/events", Map.of("X-Session-Key", key(stream)))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aDeleteEndsAStreamWhoseSocketTakesNothingInTime() {
        InMemoryStream stream = http.stream("/api/events", Map.of());
        stream.stall();

        http.delete("/api/events", Map.of("X-Session-Key", key(stream)));
        time.advance(Duration.ofSeconds(5));

        await().until(stream::isClosed);
        assertThat(stream.text()).doesNotContain("event: close");
        assertThat(connections()).isZero();
    }

    @Test
    void aClientThatLeavesIsForgottenAtOnce() {
        InMemoryStream stream = http.stream("/api/events", Map.of());
        stream.leave();
        assertThat(connections()).isZero();
        assertThat(http.get("/api/system/health", Map.of()).status()).isEqualTo(200);
    }
}
