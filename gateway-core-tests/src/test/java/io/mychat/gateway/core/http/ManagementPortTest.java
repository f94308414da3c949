package io.mychat.gateway.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.core.config.ConfigException;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.spi.transport.HttpEndpoint;
import io.mychat.gateway.spi.transport.HttpRequest;
import io.mychat.gateway.spi.transport.HttpSettings;
import io.mychat.gateway.spi.transport.HttpTransport;
import io.mychat.gateway.testkit.InMemoryHttpTransport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is for operators on a port of its own (protocol.md section 5). */
class ManagementPortTest {

    private static final Map<String, String> NONE = Map.of();
    private static final String METRICS = "/api/system/metrics";

    private TestGateway gateway = TestGateway.start(builder -> builder.managementPort(8082));
    private final InMemoryHttpTransport management = gateway.http.other();

    @AfterEach
    void stop() {
        gateway.close();
        assertThat(management.failures()).isEmpty();
    }

    @Test
    void whatIsForOperatorsIsServedOnlyThere() {
        Map<String, String> root = gateway.bearer("root");

        for (String path : List.of(METRICS, "/api/connections/stats", "/api/connections/online")) {
            assertThat(gateway.http.get(path, root).status()).as(path).isEqualTo(404);
            assertThat(management.get(path, root).status()).as(path).isEqualTo(200);
        }
        for (String path : List.of("/api/connections/kick", "/api/system/reload")) {
            assertThat(gateway.http.post(path, root, "{}").status()).as(path).isEqualTo(404);
            assertThat(management.post(path, root, "{}").status()).as(path).isEqualTo(400);
        }
    }

    @Test
    void theHttpPortHasNoResourceOfTheOthersButHealth() {
        Set<String> operators = new TreeSet<>();
        for (String line : gateway.api.table()) {
            String path = line.split(" ", -1)[1];
            if (path.startsWith("/api/system/")
                    || path.startsWith("/api/connections/")
                    || path.startsWith("/api/bans")) {
                operators.add(path);
            }
        }

        assertThat(operators).allMatch(path -> path.startsWith("/api/system/health"));
    }

    @Test
    void bothPortsTogetherServeEverything() {
        Set<String> described = new TreeSet<>();
        ApiContract.document().path("paths").fieldNames().forEachRemaining(path -> described.add("/api" + path));

        assertThat(described).allMatch(path -> answers(gateway.http, path) || answers(management, path));
    }

    private static boolean answers(InMemoryHttpTransport transport, String path) {
        return transport
                        .call(new HttpRequest(
                                "OPTIONS",
                                path,
                                Map.of(),
                                Map.of(),
                                new byte[0],
                                false,
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 50_000)))
                        .status()
                == 204;
    }

    @Test
    void healthIsOnBothAndHasBoth() {
        for (InMemoryHttpTransport transport : List.of(gateway.http, management)) {
            var response = transport.get("/api/system/health", NONE);
            assertThat(response.status()).isEqualTo(200);
            assertThat(ApiContract.json(response)
                            .path("components")
                            .path("management_server")
                            .textValue())
                    .isEqualTo("healthy");
            assertThat(transport.get("/api/system/health/live", NONE).status()).isEqualTo(200);
            assertThat(transport.get("/api/system/health/ready", NONE).status()).isEqualTo(200);
        }
    }

    @Test
    void whatIsForBackEndsIsServedOnTheHttpPortOnly() {
        for (String path : List.of("/api/messages/push", "/api/messages/send")) {
            assertThat(management.post(path, gateway.bearer("root"), "{}").status())
                    .as(path)
                    .isEqualTo(404);
        }
    }

    @Test
    void anOperatorLogsInWhereTheOperatorsCallsAre() {
        String body = "{\"username\":\"root\",\"password\":\"" + TestGateway.PASSWORD + "\",\"platform\":\"admin\"}";

        var login = management.post("/api/auth/login", NONE, body);

        assertThat(login.status()).isEqualTo(200);
        String token = ApiContract.json(login).path("token").textValue();
        Map<String, String> bearer = Map.of("Authorization", "Bearer " + token);
        assertThat(management.get("/api/connections/stats", bearer).status()).isEqualTo(200);
        assertThat(management.post("/api/auth/logout", bearer, "{}").status()).isEqualTo(200);
        assertThat(management.get("/api/connections/stats", bearer).status()).isEqualTo(401);
    }

    @Test
    void localProgramsReadMetricsWhateverTheProxies() {
        gateway.close();
        gateway = TestGateway.start(builder -> builder.managementPort(8082)
                .setting("security.trusted_proxies", List.of("127.0.0.1"))
                .setting("security.client_address", "x-real-ip"));

        assertThat(gateway.http.other().get(METRICS, NONE).status()).isEqualTo(200);
        assertThat(gateway.http
                        .other()
                        .get(METRICS, Map.of("X-Real-IP", "192.0.2.1"))
                        .status())
                .isEqualTo(401);
        assertThat(gateway.http.other().get("/api/connections/stats", NONE).status())
                .isEqualTo(401);
    }

    @Test
    void withoutItMetricsNeedCredentialsWhereAProxyIsConfigured() {
        gateway.close();
        gateway = TestGateway.start(builder -> builder.setting("security.trusted_proxies", List.of("10.0.0.0/8"))
                .setting("security.client_address", "x-real-ip"));

        assertThat(gateway.http.get(METRICS, NONE).status()).isEqualTo(401);
        assertThat(gateway.http.get(METRICS, gateway.bearer("root")).status()).isEqualTo(200);
        assertThat(gateway.server.managementAddress()).isEmpty();
    }

    @Test
    void theServerSaysItsAddressAndStopClosesIt() {
        assertThat(gateway.server.managementAddress())
                .hasValueSatisfying(address -> assertThat(address.getPort()).isEqualTo(8082));

        gateway.server.stop();

        assertThat(management.isAccepting()).isFalse();
    }

    @Test
    void aPortOfItsOwnIsAnotherOne() {
        for (int port : new int[] {8080, 8081}) {
            assertThatThrownBy(
                            () -> GatewayServer.builder().managementPort(port).build())
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("$.server.management_port")
                    .hasMessageContaining("must differ");
        }
    }

    @Test
    void aTransportWithOnePortOnlyIsNamed() {
        assertThatThrownBy(() -> TestGateway.start(
                        builder -> builder.managementPort(8082).httpTransport(new OnePort())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("server.management_port")
                .hasMessageContaining("OnePort");
    }

    /** An {@link HttpTransport} of somebody who knows nothing of second ports. */
    private static final class OnePort implements HttpTransport {

        @Override
        public InetSocketAddress start(HttpSettings settings, HttpEndpoint endpoint) {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        }

        @Override
        public boolean isAccepting() {
            return true;
        }

        @Override
        public void close() {}
    }
}
