package io.mychat.gateway.system.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.core.config.ConfigFault;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.test.GatewayClients;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestHttpClient;
import io.mychat.gateway.transport.undertow.UndertowMount;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.server.handlers.BlockingHandler;
import java.net.InetSocketAddress;
import java.net.URI;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;

/** A gateway on the Undertow of a host. */
@DisabledIfEnvironmentVariable(
        named = "GATEWAY_SERVER_TRANSPORT",
        matches = "nio",
        disabledReason = "the transport is the host's Undertow")
class MountedGatewayTest {

    private static final String HEALTH = "/api/system/health";

    private final UndertowMount mount = new UndertowMount();
    private final Undertow host = Undertow.builder()
            .setIoThreads(2)
            .setWorkerThreads(4)
            .addHttpListener(0, "127.0.0.1")
            .setHandler(Handlers.path(exchange -> exchange.getResponseSender().send("the host's page"))
                    .addExactPath("/ws", mount.webSocketHandler())
                    .addExactPath("/blocking/ws", new BlockingHandler(mount.webSocketHandler()))
                    .addPrefixPath("/api", mount.apiHandler()))
            .build();
    private InetSocketAddress address;
    private TestHttpClient http;

    @BeforeEach
    void startTheHost() {
        host.start();
        address = (InetSocketAddress) host.getListenerInfo().get(0).getAddress();
        http = TestHttpClient.of(address);
    }

    @AfterEach
    void stopTheHost() {
        host.stop();
    }

    @Test
    void aGatewayComesAndGoesOnTheServerOfItsHost() throws Exception {
        GatewayClients clients = new GatewayClients(address, address);
        assertThat(http.get(HEALTH).status()).as("not started yet").isEqualTo(503);
        for (int i = 0; i < 2; i++) {
            GatewayServer gateway = LiveGateway.builder().module(mount).build();
            gateway.start();
            try (TestClient alice = clients.login("alice", "web", "a");
                    TestClient bob = clients.login("bob", "web", "b")) {
                assertThat(http.get(HEALTH).text("status")).isEqualTo("healthy");
                assertThat(alice.request(2001, "{\"to_user\":\"bob\",\"content\":\"" + "x".repeat(60_000) + "\"}")
                                .code())
                        .isEqualTo(200);
                assertThat(bob.next(2003).text("content")).hasSize(60_000);
                assertThat(http.get("/").body()).isEqualTo("the host's page");

                gateway.stop();

                assertThat(alice.closeCode()).isEqualTo(1001);
            }
            assertThat(http.get(HEALTH).status()).as("stopped").isEqualTo(503);
            assertThat(http.get("/").status()).isEqualTo(200);
        }
    }

    @Test
    void aHandshakeMayComeFromAThreadOfTheHost() throws Exception {
        try (GatewayServer gateway = mounted(mount).build()) {
            gateway.start();
            for (int i = 0; i < 20; i++) {
                try (TestClient client =
                        TestClient.connect(URI.create("ws://127.0.0.1:" + address.getPort() + "/blocking/ws"))) {
                    client.login("alice", LiveGateway.PASSWORD, "web", "a").expect(200);
                }
            }
        }
    }

    /** Its port is that of the host, which is taken when the gateway is checked and started. */
    private GatewayBuilder mounted(UndertowMount on) {
        return LiveGateway.builder().websocketPort(address.getPort()).module(on);
    }

    @Test
    void aCheckBindsNoPort() {
        assertThat(mounted(mount).check())
                .extracting(ConfigFault::toString)
                .noneMatch(warning -> warning.contains(String.valueOf(address.getPort())));
    }

    @Test
    void itsAddressIsThatOfItsHost() throws Exception {
        try (GatewayServer gateway = mounted(mount).build()) {
            gateway.start();

            assertThat(gateway.webSocketAddress().isUnresolved()).isTrue();
            assertThat(http.get(HEALTH).status()).isEqualTo(200);
            assertThat(gateway.metrics().metrics())
                    .extracting(Metric::name)
                    .contains("websocket_sockets", "http_requests_limit");
        }
    }

    @Test
    void aMountServesOneGateway() throws Exception {
        try (GatewayServer first = mounted(mount).build()) {
            first.start();

            assertThatThrownBy(mounted(mount).build()::start).hasMessageContaining("another running gateway");

            assertThat(http.get(HEALTH).status()).as("the first one stays").isEqualTo(200);
        }
    }

    @Test
    void theTlsOfTheHostIsNotTheGateways() throws Exception {
        assertThatThrownBy(
                        () -> mounted(mount).setting("server.ssl_enabled", true).build())
                .hasMessageContaining("server.ssl_enabled")
                .hasMessageContaining("the host's server has the port");
        assertThatThrownBy(mounted(mount).sslContext(SSLContext.getDefault()).build()::start)
                .hasMessageContaining("give the context to that server");
    }
}
