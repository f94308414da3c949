package io.mychat.gateway.core.http.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.config.EventStreamConfig;
import io.mychat.gateway.spi.transport.Connection;
import io.mychat.gateway.spi.transport.ConnectionListener;
import io.mychat.gateway.spi.transport.ConnectionReceiver;
import io.mychat.gateway.spi.transport.HandshakeDecision;
import io.mychat.gateway.spi.transport.HandshakeRequest;
import io.mychat.gateway.spi.transport.HttpRequest;
import io.mychat.gateway.testkit.ManualTime;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Requests count towards the bound of their session from their arrival on, also while the session handles another one. */
final class WaitingPostsTest implements ConnectionListener, ConnectionReceiver, EventConnection.Owner {

    private static final int MOST = 3;

    private final EventStreamConfig limits =
            new EventStreamConfig(true, 10, 10, MOST, 10, Duration.ofSeconds(1), 10, Duration.ofSeconds(1));
    private final EventConnection connection = new EventConnection(
            new EventHandshake(new HttpRequest(
                    "GET",
                    "/api/events",
                    Map.of(),
                    Map.of(),
                    new byte[0],
                    false,
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 1))),
            this,
            new EventSettings(
                    () -> limits,
                    1000,
                    1000,
                    new EventSettings.Timeouts(Duration.ofSeconds(30), Duration.ofSeconds(5)),
                    new Json(10, 1000),
                    new ManualTime()),
            this,
            Optional.empty());
    private final List<CompletableFuture<Optional<Post.Outcome>>> during = new ArrayList<>();
    private boolean nested;

    @Test
    void requestsThatComeDuringAMessageAreBounded() {
        connection.onOpen(new EventOutboundTest.NoStream());

        assertThat(post()).isCompletedWithValueMatching(Optional::isPresent);

        assertThat(during).hasSize(10).allMatch(CompletableFuture::isDone);
        assertThat(during.stream().filter(answer -> answer.join().isPresent())).hasSize(MOST - 1);
        assertThat(post()).as("places become free again").isCompletedWithValueMatching(Optional::isPresent);
    }

    private CompletableFuture<Optional<Post.Outcome>> post() {
        return connection.post(
                EnvelopeList.of("{}".getBytes(StandardCharsets.UTF_8)).orElseThrow());
    }

    @Override
    public void onMessage(byte[] buffer, int offset, int length) {
        if (!nested) {
            nested = true;
            for (int i = 0; i < 10; i++) {
                during.add(post());
            }
        }
    }

    @Override
    public HandshakeDecision onHandshake(HandshakeRequest request) {
        throw new IllegalStateException("admitted before");
    }

    @Override
    public ConnectionReceiver onOpen(HandshakeRequest request, Connection opened) {
        return this;
    }

    @Override
    public void onAbandoned(HandshakeRequest request) {}

    @Override
    public String opened(EventConnection opened) {
        return "key";
    }

    @Override
    public void ended(EventConnection ended) {}

    @Override
    public void onPing() {}

    @Override
    public void onPong() {}

    @Override
    public void onDrained() {}

    @Override
    public void onClosed(int code) {}
}
