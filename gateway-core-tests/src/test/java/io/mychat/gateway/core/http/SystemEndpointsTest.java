package io.mychat.gateway.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mychat.gateway.core.testing.ConfigFiles;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.spi.backend.BackendCall;
import io.mychat.gateway.spi.backend.BackendOutcome;
import io.mychat.gateway.spi.backend.BackendServices;
import io.mychat.gateway.spi.backend.ServiceDefinition;
import io.mychat.gateway.spi.backend.ServiceStatus;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.transport.HttpResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Administrators read the audit's tail, the configuration and the back-end services. */
class SystemEndpointsTest {

    private static final String AUDIT = "/api/system/audit";
    private static final String CONFIG = "/api/system/config";
    private static final String BACKENDS = "/api/system/backends";
    private static final String ALERTS = "/api/system/alerts";
    private static final String SECRET = "never-to-be-shown-0123456789-abcdef";

    private final List<GatewayEvent> events = new CopyOnWriteArrayList<>();
    private final TestGateway gateway;
    private final Map<String, String> root;

    SystemEndpointsTest(@TempDir Path directory) {
        ConfigFiles files = new ConfigFiles(directory);
        files.router("{'routes': {'5001': {'service': 'orders'}}, 'services': {'orders': {'secret': '" + SECRET
                + "', 'servers': ['http://10.0.0.1:9000', 'http://10.0.0.2:9000']}}}");
        Path main = files.gateway("{'server': {'node_id': 'one'}, 'security': {'message_burst': 321,"
                + " 'allowed_origins': ['${PAGE:https://" + SECRET + ".example}'],"
                + " 'max_connections_per_ip': '${MOST:77}',"
                + " 'api_keys': [{'name': 'ops', 'sha256': '" + "a".repeat(64) + "', 'roles': ['admin']}]},"
                + " 'audit': {'anchor_url': 'http://ops:" + SECRET + "@127.0.0.1:9/', 'anchor_secret': '" + SECRET
                + "'}}");
        gateway = TestGateway.start(
                builder -> builder.config(main).backends(new TwoServers()).listener(events::add));
        root = gateway.bearer("root");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void theConfigurationIsShownWithoutSecrets() {
        HttpResponse response = gateway.http.get(CONFIG, root);

        assertThat(new String(response.body(), StandardCharsets.UTF_8)).doesNotContain(SECRET, "a".repeat(64));
        JsonNode body = ApiContract.json(response);
        assertThat(body.path("node").textValue()).isEqualTo("one");
        JsonNode security = body.path("gateway_config").path("security");
        assertThat(security.path("message_burst").intValue()).isEqualTo(321);
        assertThat(security.path("messages_per_second").intValue())
                .as("a default")
                .isEqualTo(100);
        assertThat(security.path("max_connections_per_ip").intValue()).isEqualTo(77);
        assertThat(security.path("allowed_origins").textValue()).isEqualTo("(from the environment)");
        assertThat(security.at("/api_keys/0/name").textValue()).isEqualTo("ops");
        assertThat(security.at("/api_keys/0/roles/0").textValue()).isEqualTo("admin");
        assertThat(security.at("/api_keys/0/sha256").textValue()).isEqualTo("(set)");
        JsonNode audit = body.path("gateway_config").path("audit");
        assertThat(audit.path("anchor_url").textValue()).isEqualTo("http://(not shown)@127.0.0.1:9/");
        assertThat(audit.path("anchor_secret").textValue()).isEqualTo("(set)");
        assertThat(audit.path("key").textValue()).isEqualTo("(not set)");
        JsonNode router = body.path("router_config");
        assertThat(router.path("routes").path("5001").path("service").textValue())
                .isEqualTo("orders");
        assertThat(router.at("/services/orders/secret").textValue()).isEqualTo("(set)");
        assertThat(router.at("/services/orders/other_secrets").textValue()).isEqualTo("(not set)");
        assertThat(body.at("/platform_strategy/platforms/web/max_devices").intValue())
                .isPositive();
        assertThat(body.path("restart_needed")).isEmpty();
    }

    @Test
    void servicesAreListedWithTheirServersAndBreakers() {
        JsonNode service = ApiContract.json(gateway.http.get(BACKENDS, root)).at("/services/0");

        assertThat(service.path("name").textValue()).isEqualTo("orders");
        assertThat(service.path("calls").intValue()).isEqualTo(9);
        assertThat(service.findValuesAsText("url")).containsExactly("http://10.0.0.1:9000", "http://10.0.0.2:9000");
        assertThat(service.findValuesAsText("state")).containsExactly("up", "half_open");
    }

    @Test
    void theAuditIsReadInPagesNewestFirst() {
        for (int i = 0; i < 5; i++) {
            gateway.connect().client().login("user" + i, "wrong", "web", "d");
        }

        List<String> names = new ArrayList<>();
        String next = AUDIT + "?limit=2";
        int pages = 0;
        while (names.size() < 5) {
            JsonNode page = ApiContract.json(gateway.http.get(next, root));
            page.path("lines").forEach(line -> {
                if (line.path("event").textValue().equals("login_refused")) {
                    names.add(line.path("username").textValue());
                }
            });
            pages++;
            next = AUDIT + "?limit=2&cursor=" + page.path("next_cursor").textValue();
        }

        assertThat(names).containsExactly("user4", "user3", "user2", "user1", "user0");
        assertThat(pages).isGreaterThan(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {AUDIT, CONFIG, BACKENDS, ALERTS})
    void onlyAdministratorsMayReadAndEachCallIsAudited(String path) {
        assertThat(gateway.http.get(path, Map.of()).status()).isEqualTo(401);
        assertThat(gateway.http.get(path, gateway.bearer("alice")).status()).isEqualTo(403);
        assertThat(gateway.http.get(path, root).status()).isEqualTo(200);

        assertThat(events)
                .filteredOn(GatewayEvent.ApiCalled.class::isInstance)
                .map(event -> ((GatewayEvent.ApiCalled) event).request())
                .containsExactly("GET " + path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cursor=x", "cursor=-1", "limit=0", "limit=1001", "cursor=1&cursor=2"})
    void aPageThatCannotBeIsABadRequest(String query) {
        assertThat(gateway.http.get(AUDIT + "?" + query, root).status()).isEqualTo(400);
    }

    private static final class TwoServers implements BackendServices {

        @Override
        public void configure(Map<String, ServiceDefinition> services) {
            assertThat(services).containsOnlyKeys("orders");
        }

        @Override
        public CompletionStage<BackendOutcome> call(BackendCall call) {
            return new CompletableFuture<>();
        }

        @Override
        public Map<String, ServiceStatus> status() {
            return Map.of(
                    "orders",
                    new ServiceStatus(
                            1,
                            9,
                            2,
                            0,
                            List.of(
                                    server("http://10.0.0.1:9000", ServiceStatus.State.UP),
                                    server("http://10.0.0.2:9000", ServiceStatus.State.HALF_OPEN))));
        }

        private static ServiceStatus.Server server(String url, ServiceStatus.State state) {
            return new ServiceStatus.Server(URI.create(url), state, 0, 5, 1);
        }
    }
}
