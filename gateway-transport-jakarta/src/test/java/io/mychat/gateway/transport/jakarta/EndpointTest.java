package io.mychat.gateway.transport.jakarta;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.spi.transport.Connection;
import io.mychat.gateway.spi.transport.ConnectionListener;
import io.mychat.gateway.spi.transport.ConnectionReceiver;
import io.mychat.gateway.spi.transport.HandshakeDecision;
import io.mychat.gateway.spi.transport.HandshakeRequest;
import io.mychat.gateway.spi.transport.WebSocketSettings;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.transport.RawClient;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Handshakes of a container without servlets, which cannot be refused: their sessions close at once. */
final class EndpointTest {

    private static int closeCode(InetSocketAddress address) throws Exception {
        try (RawClient client = RawClient.open(address)) {
            return client.readCloseCode();
        }
    }

    private static int closeCodeAfter(Function<HandshakeRequest, HandshakeDecision> decision) throws Exception {
        SharedContainer container = SharedContainer.of(TestContainer.Kind.TYRUS);
        try (MountedWebSockets sockets = container.mount().webSockets(Transports.SETTINGS, new ManualTime())) {
            sockets.start(
                    new WebSocketSettings("127.0.0.1", 0, "/ws", 1000, 1000, Duration.ofSeconds(1)),
                    new ConnectionListener() {
                        @Override
                        public HandshakeDecision onHandshake(HandshakeRequest request) {
                            return decision.apply(request);
                        }

                        @Override
                        public ConnectionReceiver onOpen(HandshakeRequest request, Connection connection) {
                            throw new AssertionError("a refused handshake was opened");
                        }

                        @Override
                        public void onAbandoned(HandshakeRequest request) {}
                    });
            return closeCode(container.address());
        }
    }

    @Test
    void aRefusedAddressClosesWith4403() throws Exception {
        assertThat(closeCodeAfter(request -> new HandshakeDecision.Refuse(403, "{}", null)))
                .isEqualTo(CloseReason.ADDRESS_REFUSED.code());
    }

    @Test
    void anOverloadClosesWith1013() throws Exception {
        assertThat(closeCodeAfter(request -> new HandshakeDecision.Refuse(503, "{}", Duration.ofSeconds(1))))
                .isEqualTo(CloseReason.OVERLOAD.code());
    }

    @Test
    void aListenerThatThrowsClosesWith1011() throws Exception {
        assertThat(closeCodeAfter(request -> {
                    throw new IllegalStateException("a test's listener");
                }))
                .isEqualTo(CloseReason.INTERNAL_ERROR.code());
    }

    @Test
    void withoutAGatewayItClosesWith1013() throws Exception {
        assertThat(closeCode(SharedContainer.of(TestContainer.Kind.TYRUS).address()))
                .isEqualTo(CloseReason.OVERLOAD.code());
    }
}
