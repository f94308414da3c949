package io.mychat.gateway.testkit.transport;

import static io.mychat.gateway.testkit.transport.RawClient.handshake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.spi.transport.Connection.SendResult;
import io.mychat.gateway.spi.transport.HandshakeDecision;
import io.mychat.gateway.spi.transport.TransportCapability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * RFC 6455 section 4.2, for any transport on sockets.
 *
 * @since 0.1.0
 */
public abstract class HandshakesContract extends WebSocketTransportContract {

    /** Called by JUnit. */
    protected HandshakesContract() {
        super(1000, 10_000);
    }

    /** Each test does its own handshake. */
    @Override
    RawClient connect() throws Exception {
        return RawClient.connect(server.address());
    }

    @Test
    void theAnswerIsThatOfTheRfcsExample() throws Exception {
        client.write(handshake("/ws"));
        assertThat(client.readHead())
                .startsWith("HTTP/1.1 101 ")
                .containsIgnoringCase("\r\nUpgrade: websocket\r\n")
                .containsIgnoringCase("\r\nConnection: Upgrade")
                .contains("\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n")
                .doesNotContainIgnoringCase("Sec-WebSocket-Protocol")
                .doesNotContainIgnoringCase("Sec-WebSocket-Extensions")
                .doesNotContainIgnoringCase("Server:");
    }

    @Needs(TransportCapability.OWN_PORT)
    @Test
    void namesAndTokensMayHaveAnyCase() throws Exception {
        client.write(handshake("/ws?a=b")
                .replace("Upgrade: websocket", "UPGRADE: foo, WebSocket")
                .replace("Connection: keep-alive, Upgrade", "cOnnection: upgrade,keep-alive"));
        assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
    }

    /** Compression is off unless the settings of the transport say so. */
    @Test
    void extensionOffersAreIgnored() throws Exception {
        client.write(handshake("/ws", "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"));
        assertThat(client.readHead()).startsWith("HTTP/1.1 101 ").doesNotContain("deflate");
    }

    @Test
    void theListenerSeesTheRequestAndChoosesTheSubprotocol() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        server.decide(request -> {
            seen.addAll(request.subprotocols());
            seen.add(request.header("oRiGin").orElse("none"));
            seen.addAll(request.headers("X-Twice"));
            seen.add(request.peer().getAddress().getHostAddress());
            return new HandshakeDecision.Accept("b");
        });
        client.write(handshake(
                "/ws",
                "Sec-WebSocket-Protocol: a, b",
                "Sec-WebSocket-Protocol: c",
                "Origin: http://x",
                "X-Twice: 1",
                "X-Twice: 2"));
        assertThat(client.readHead()).contains("101").contains("Sec-WebSocket-Protocol: b\r\n");
        assertThat(seen).containsExactly("a", "b", "c", "http://x", "1", "2", "127.0.0.1");
    }

    @Needs(TransportCapability.HANDSHAKE_ANSWERS)
    @Test
    void aRefusalIsAnsweredAndClosed() throws Exception {
        server.decide(request -> new HandshakeDecision.Refuse(503, "{\"code\":503}", Duration.ofMillis(1500)));
        client.write(handshake("/ws"));
        assertThat(client.readHead())
                .startsWith("HTTP/1.1 503 ")
                .contains("Retry-After: 2\r\n")
                .contains("Content-Type: application/json");
        assertThat(new String(client.bytes(12), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("{\"code\":503}");
        assertThat(client.seesEnd()).isTrue();
        assertThat(server.abandoned()).isEqualTo(0);
    }

    @Needs({TransportCapability.OWN_PORT, TransportCapability.HANDSHAKE_ANSWERS})
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /ws | GET /other | 404",
                "GET /ws | GET /ws/ | 404",
                "HTTP/1.1 | HTTP/1.0 | 400",
                "Host: localhost | X: y | 400",
                "Host: localhost | Host: a\\r\\nHost: b | 400",
                "Host: localhost | Host: localhost\\r\\nContent-Length: 5 | 400",
                "GET /ws | GET /%zz | 400",
                "GET /ws HTTP/1.1 | nonsense | 400"
            })
    void faultyRequestsAreRefused(String proper, String faulty, int status) throws Exception {
        faultyHandshakesAreRefused(proper, faulty, status);
    }

    @Needs(TransportCapability.HANDSHAKE_ANSWERS)
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /ws | POST /ws | 400",
                "Upgrade: websocket | X: y | 426",
                "Upgrade: websocket | Upgrade: h2c | 426",
                "Connection: keep-alive, Upgrade | Connection: keep-alive | 400",
                "Sec-WebSocket-Version: 13 | Sec-WebSocket-Version: 8 | 426",
                "Sec-WebSocket-Version: 13 | X: y | 400",
                "dGhlIHNhbXBsZSBub25jZQ== | dGhlIHNhbXBsZQ== | 400",
                "dGhlIHNhbXBsZSBub25jZQ== | dGhlIHNhbXBsZSBub25j!Q== | 400",
                "Sec-WebSocket-Key | X-Key | 400",
                "Sec-WebSocket-Version: 13 | Sec-WebSocket-Version: 13\\r\\nSec-WebSocket-Version: 13 | 400"
            })
    void faultyHandshakesAreRefused(String proper, String faulty, int status) throws Exception {
        client.write(handshake("/ws").replace(proper, faulty.replace("\\r\\n", "\r\n")));
        String head = client.readHead();
        assertThat(head).matches("(?s)HTTP/1.1 " + status + " .*").doesNotContainIgnoringCase("\r\nServer:");
        if (status == 426) {
            assertThat(head).contains("Upgrade: websocket\r\n");
        }
        if (faulty.contains("Version: 8")) {
            assertThat(head).contains("Sec-WebSocket-Version: 13\r\n");
        }
        if (status != 400) {
            String body = new String(client.rest(), java.nio.charset.StandardCharsets.UTF_8);
            assertThat(body)
                    .matches("\\{\"code\":" + status + ",\"message\":\".+\",\"error\":\".+\",\"detail\":\".+\"}");
        } else {
            assertThat(client.seesEnd()).isTrue();
        }
        assertThat(server.hasOpened()).isFalse();
    }

    @Needs(TransportCapability.HANDSHAKE_ANSWERS)
    @Test
    void aFaultyHandshakeSaysWhatIsWrong() throws Exception {
        client.write(handshake("/ws").replace("dGhlIHNhbXBsZSBub25jZQ==", "x"));
        client.readHead();
        assertThat(new String(client.rest(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("{\"code\":400,\"message\":\"Bad Request\",\"error\":\"bad_handshake\","
                        + "\"detail\":\"there must be one Sec-WebSocket-Key, the base64 of 16 bytes\"}");
    }

    @Needs(TransportCapability.OWN_PORT)
    @Test
    void aHeadThatIsTooLargeIsRefused() throws Exception {
        try {
            client.write(handshake("/ws", "X-Long: " + "x".repeat(40_000)));
        } catch (java.net.SocketException e) {
            // refused while it was being sent
        }
        assertThat(client.seesEnd()).isTrue();
        assertThat(server.hasOpened()).isFalse();
    }

    @Needs(TransportCapability.OWN_PORT)
    @ParameterizedTest
    @ValueSource(strings = {"", "GET /ws HTTP/1.1\r\nHost: loc"})
    void whoDoesNotFinishItsHandshakeIsCutOff(String begin) throws Exception {
        client.write(begin);
        assertThat(client.seesEnd()).isTrue();
    }

    @Needs(TransportCapability.HANDSHAKE_ANSWERS)
    @Test
    void aSubprotocolThatNobodyAskedForIsTheListenersMistake() throws Exception {
        server.decide(request -> new HandshakeDecision.Accept("unasked"));
        client.write(handshake("/ws"));
        assertThat(client.readHead()).startsWith("HTTP/1.1 500 ");
        await().untilAsserted(() -> assertThat(server.abandoned()).isEqualTo(1));
        assertThat(server.hasOpened()).isFalse();
    }

    @Needs(TransportCapability.HANDSHAKE_ANSWERS)
    @Test
    void aListenerThatThrowsIsAnsweredWith500WithoutATrace() throws Exception {
        server.decide(request -> {
            throw new IllegalStateException("a test's secret");
        });
        client.write(handshake("/ws"));
        assertThat(client.readHead()).startsWith("HTTP/1.1 500 ");
        assertThat(new String(client.rest(), java.nio.charset.StandardCharsets.UTF_8))
                .doesNotContain("secret", "Exception");
    }

    @Test
    void aConnectionThatTheListenerFailedToTakeOverIsGoneAndNoOther() throws Exception {
        List<RawClient> others = new ArrayList<>();
        List<ServerSide> sides = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            others.add(server.connect());
            sides.add(server.nextOpened());
        }
        List<ServerSide> kept = new CopyOnWriteArrayList<>();
        server.whenOpen(side -> {
            kept.add(side);
            throw new IllegalStateException("a test's listener");
        });
        client.write(handshake("/ws"));
        if (!server.capabilities().has(TransportCapability.ABORT)) {
            assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
            client.write(RawClient.close(client.readCloseCode(), "")); // the transport waits for it
        }
        assertThat(client.seesEnd()).isTrue();
        await().untilAsserted(() -> assertThat(server.abandoned()).isEqualTo(1));

        kept.forEach(side -> side.connection().close(CloseReason.KICKED));

        assertThat(kept).hasSize(1);
        assertThat(kept.get(0).connection().send(new byte[0])).isEqualTo(SendResult.CLOSED);
        for (RawClient other : others) {
            other.text("still there");
            assertThat(other.readText()).isEqualTo("still there");
        }
        server.close();
        // A container may end its connections on threads of its own.
        await().untilAsserted(() ->
                assertThat(sides).allSatisfy(side -> assertThat(side.closes()).containsExactly(1006)));
        await().untilAsserted(() -> assertThat(time.pendingTimers()).isZero());
        for (RawClient other : others) {
            other.close();
        }
    }
}
