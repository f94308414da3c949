package io.mychat.gateway.tyrus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.TestCertificates;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.transport.RawClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a host's endpoints can do on the gateway's port, with the JDK's client. */
class HostEndpointsTest {

    private final TyrusEndpoints endpoints = TyrusEndpoints.builder()
            .endpoint(Endpoints.Echo.class)
            .endpoint(Endpoints.Any.class)
            .endpoint(Endpoints.greeter())
            .build();
    private LiveGateway gateway;

    @AfterEach
    void stop() {
        if (gateway != null) {
            gateway.close();
        }
    }

    private URI uri(String path) {
        return URI.create(
                "ws://127.0.0.1:" + gateway.server().webSocketAddress().getPort() + path);
    }

    private void start() throws Exception {
        gateway = LiveGateway.start(builder -> builder.module(endpoints.module()));
    }

    private Listened open(String path, String... subprotocols) throws Exception {
        Listened listened = new Listened();
        WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
        if (subprotocols.length > 0) {
            builder.subprotocols(subprotocols[0], Arrays.copyOfRange(subprotocols, 1, subprotocols.length));
        }
        listened.socket = builder.buildAsync(uri(path), listened).get(10, TimeUnit.SECONDS);
        return listened;
    }

    @Test
    void theyAnswerBesideTheGateway() throws Exception {
        start();
        Listened echo = open("/echo/blue?q=5");
        Listened greeter = open("/greet/there");
        try (TestClient alice = TestClient.connect(uri("/ws"))) {
            alice.login("alice", LiveGateway.PASSWORD, "web", "a").expect(200);

            echo.socket.sendText("hi", true).get();
            assertThat(echo.next()).isEqualTo("blue:hi");
            echo.socket.sendText("query", true).get();
            assertThat(echo.next()).isEqualTo("5");
            echo.socket.sendText("secure", true).get();
            assertThat(echo.next()).isEqualTo("false");
            greeter.socket.sendText("Bob", true).get();
            assertThat(greeter.next()).isEqualTo("Hello Bob");
            assertThat(alice.request(2001, "{\"to_user\":\"bob\",\"content\":\"hi\"}")
                            .code())
                    .isEqualTo(200);
        }
        assertThat(endpoints.connections()).isEqualTo(2);
    }

    @Test
    void messagesOfBothTypesMayComeInFragments() throws Exception {
        start();
        Listened echo = open("/echo/r");

        echo.socket.sendText("ab", false).get();
        echo.socket.sendPing(ByteBuffer.wrap(new byte[] {1, 2})).get();
        echo.socket.sendText("cd", true).get();
        assertThat(echo.next()).isEqualTo("pong:2");
        assertThat(echo.next()).isEqualTo("r:abcd");
        echo.socket.sendBinary(ByteBuffer.wrap(new byte[30_000]), false).get();
        echo.socket.sendBinary(ByteBuffer.wrap(new byte[10_000]), true).get();
        assertThat(echo.next()).isEqualTo("bytes:40000");
    }

    @Test
    void closeCodesGoBothWays() throws Exception {
        start();
        Endpoints.CLOSED.clear();
        Listened leaves = open("/echo/r");
        leaves.socket.sendClose(4007, "bye").get();
        assertThat(leaves.next()).isEqualTo("close:4007");
        assertThat(Endpoints.CLOSED.poll(10, TimeUnit.SECONDS)).isEqualTo(4007);

        Listened isLeft = open("/echo/r");
        isLeft.socket.sendText("leave", true).get();
        assertThat(isLeft.next()).isEqualTo("close:4001");
        assertThat(Endpoints.CLOSED.poll(10, TimeUnit.SECONDS)).isEqualTo(4001);

        Listened fails = open("/echo/r");
        fails.socket.sendText("fail", true).get();
        assertThat(fails.next()).isEqualTo("close:1011");
    }

    @Test
    void theEndpointChoosesTheSubprotocol() throws Exception {
        start();

        assertThat(open("/echo/r", "v1.echo", "other").socket.getSubprotocol()).isEqualTo("v1.echo");
        assertThat(open("/echo/r").socket.getSubprotocol()).isEmpty();
    }

    @Test
    void theConfiguratorOfTheHostIsAskedToo() throws Exception {
        start();

        try (RawClient client = RawClient.connect(gateway.server().webSocketAddress())) {
            client.write(RawClient.handshake("/greet/there", "Origin: https://evil.example"));
            assertThat(client.readHead()).startsWith("HTTP/1.1 403 ");
        }
        try (RawClient client = RawClient.connect(gateway.server().webSocketAddress())) {
            client.write(RawClient.handshake("/greet/there"));
            assertThat(client.readHead()).startsWith("HTTP/1.1 101 ").contains("X-Greeter: yes");
        }
    }

    @Test
    void methodsRunOnThreadsForEndpoints() throws Exception {
        start();
        Listened echo = open("/echo/r");

        echo.socket.sendText("thread", true).get();

        assertThat(echo.next()).startsWith("mychat-endpoint-");
    }

    @Test
    void theGatewaysPathStaysTheGateways() throws Exception {
        start();
        try (TestClient alice = TestClient.connect(uri("/ws"))) {
            alice.login("alice", LiveGateway.PASSWORD, "web", "a").expect(200);
        }
        try (TestClient alice = TestClient.connect(uri("/%77s"))) {
            alice.login("alice", LiveGateway.PASSWORD, "web", "a").expect(200);
        }
        assertThat(open("/else").next()).isEqualTo("any:else");
        TyrusEndpoints thief =
                TyrusEndpoints.builder().endpoint(Endpoints.Thief.class).build();

        assertThatThrownBy(() -> LiveGateway.start(builder -> builder.module(thief.module())))
                .hasMessageContaining("/ws is the gateway's");
        assertThatThrownBy(() -> LiveGateway.start(builder -> builder.module(endpoints.module())))
                .hasMessageContaining("another running gateway");
    }

    @Test
    void tlsIsTheirsToo(@TempDir Path directory) throws Exception {
        TestCertificates certificates = TestCertificates.forLoopback(directory);
        gateway = LiveGateway.start(builder -> builder.module(endpoints.module())
                .setting("server.ssl_enabled", true)
                .setting("server.ssl_cert_path", directory.resolve("cert.pem").toString())
                .setting("server.ssl_key_path", directory.resolve("key.pem").toString()));
        Listened echo = new Listened();
        WebSocket socket = HttpClient.newBuilder()
                .sslContext(certificates.client())
                .build()
                .newWebSocketBuilder()
                .buildAsync(URI.create(uri("/echo/tls").toString().replace("ws:", "wss:")), echo)
                .get(10, TimeUnit.SECONDS);

        socket.sendText("secure", true).get();
        assertThat(echo.next()).isEqualTo("true");
        socket.sendBinary(ByteBuffer.wrap(new byte[60_000]), true).get();
        assertThat(echo.next()).isEqualTo("bytes:60000");
        socket.sendClose(1000, "").get();
        assertThat(echo.next()).isEqualTo("close:1000");
    }

    @Test
    void aStopClosesThemWith1001() throws Exception {
        start();
        Endpoints.CLOSED.clear();
        Listened echo = open("/echo/r");
        echo.socket.sendText("hi", true).get();
        echo.next();

        gateway.close();

        assertThat(echo.next()).isEqualTo("close:1001");
        assertThat(Endpoints.CLOSED.poll(10, TimeUnit.SECONDS)).isEqualTo(1001);
        assertThat(endpoints.connections()).isZero();
        start();
        assertThat(open("/else").next()).as("again").isEqualTo("any:else");
    }
}
