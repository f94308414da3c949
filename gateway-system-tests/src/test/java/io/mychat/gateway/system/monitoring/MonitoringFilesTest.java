package io.mychat.gateway.system.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mychat.gateway.auth.PasswordHasher;
import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The rules and the dashboard of {@code deploy} name metrics that gateways have, and every documented metric is in one of
 * them. Names of the JVM and of the process count, too.
 */
class MonitoringFilesTest {

    private static final Path ROOT = Path.of("..");
    private static final Path RULES = ROOT.resolve("deploy/prometheus/mychat-gateway.rules.yml");
    private static final Path DASHBOARD = ROOT.resolve("deploy/grafana/mychat-gateway.json");
    private static final List<Path> DOCUMENTS = List.of(
            ROOT.resolve("docs/operations.md"),
            ROOT.resolve("gateway-redis/README.md"),
            ROOT.resolve("gateway-backends/README.md"));

    /** A recorded name has a colon, and is none of the gateway's. */
    private static final Pattern NAME =
            Pattern.compile("(?<![a-z0-9_:])(?:mychat|jvm|process)_[a-z0-9_]+(?![a-z0-9_:])");

    private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| `((?:mychat|jvm|process)_[a-z0-9_]+)` \\|");
    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z][a-z0-9_]*)[ {]");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private Path directory;

    private final TestAuthority authority = new TestAuthority();

    private static Set<String> names(Pattern pattern, int group, String text) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(group));
        }
        return names;
    }

    /** The text that Prometheus reads, of one gateway on the embedded stores and one on Redis with a management port and TLS. */
    private Set<String> exposed() throws IOException, InterruptedException {
        Set<String> names = new TreeSet<>();
        try (LiveGateway embedded = LiveGateway.start(any -> withUsersAndService(LiveGateway.withDefaults()))) {
            names.addAll(exposition("http", embedded.server().httpAddress()));
        }
        try (RedisProcess redis = RedisProcess.start();
                ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = any.getLocalPort();
            int challengePort = other.getLocalPort();
            int closedPort = closed.getLocalPort();
            any.close();
            other.close();
            closed.close();
            Path certificate = directory.resolve("tls.pem");
            Path key = directory.resolve("tls.key");
            authority.issue(TestAuthority.Order.server()).write(certificate, key);
            Files.writeString(certificate, Files.readString(key), StandardOpenOption.APPEND);
            try (LiveGateway node = LiveGateway.start(builder -> builder.setting("redis.host", "127.0.0.1")
                    .setting("redis.port", redis.port())
                    .setting("server.ssl_enabled", true)
                    .setting("server.ssl_cert_path", certificate)
                    .setting("server.ssl_key_path", certificate)
                    .setting("acme.directory_url", "http://127.0.0.1:" + closedPort + "/directory")
                    .setting("acme.directory", directory.resolve("acme"))
                    .setting("acme.terms_agreed", true)
                    .setting("acme.domains", List.of("chat.example.com"))
                    .setting("acme.http_host", "127.0.0.1")
                    .setting("acme.http_port", challengePort)
                    .setting(
                            "oidc.issuers",
                            List.of(Map.of("issuer", "http://127.0.0.1:" + closedPort, "audiences", List.of("mychat"))))
                    .managementPort(port))) {
                names.addAll(
                        exposition("https", node.server().managementAddress().orElseThrow()));
            }
        }
        return names;
    }

    /** The tests of gateway-tyrus, which is not beside other Jakarta containers, compare this section with the module. */
    private static Set<String> ofHostEndpoints() throws IOException {
        String page = Files.readString(DOCUMENTS.get(0));
        int from = page.indexOf("### Endpoints of a host");
        return names(DOCUMENTED, 1, page.substring(from, page.indexOf("\n### ", from)));
    }

    private GatewayBuilder withUsersAndService(GatewayBuilder builder) {
        try {
            Path users = directory.resolve("users.json");
            String hash = new PasswordHasher().hash(LiveGateway.PASSWORD);
            Files.writeString(
                    users,
                    "[{\"user_id\":\"alice\",\"username\":\"alice\",\"password_hash\":\"" + hash + "\",\"roles\":[]}]");
            return builder.setting("audit.file", directory.resolve("audit.log"))
                    .setting("audit.key", "the key of this test, which is long enough")
                    .setting("auth.users_file", users)
                    .setting("services.orders.servers", List.of("http://127.0.0.1:1"))
                    .setting("routes.6000-6099.service", "orders");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Set<String> exposition(String scheme, InetSocketAddress port) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(scheme + "://127.0.0.1:" + port.getPort() + "/api/system/metrics"))
                .header("Accept", "text/plain")
                .build();
        HttpResponse<String> response = HttpClient.newBuilder()
                .sslContext(authority.client())
                .build()
                .send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        return names(SAMPLE, 1, response.body());
    }

    private static String expressions() throws IOException {
        JsonNode dashboard = JSON.readTree(DASHBOARD.toFile());
        String shown = dashboard.findValuesAsText("expr").stream().collect(Collectors.joining("\n"));
        return shown + "\n" + Files.readString(RULES);
    }

    /** A histogram is documented by its name, and queried by its samples. */
    private static boolean isIn(Set<String> names, String documented) {
        return List.of("", "_bucket", "_count", "_sum").stream().anyMatch(end -> names.contains(documented + end));
    }

    @Test
    void rulesAndDashboardNameMetricsThatThereAre() throws Exception {
        Set<String> named = names(NAME, 0, expressions());
        Set<String> exposed = exposed();
        exposed.addAll(ofHostEndpoints());

        assertThat(named).hasSizeGreaterThan(100);
        assertThat(named).filteredOn(name -> !exposed.contains(name)).isEmpty();
    }

    @Test
    void everyDocumentedMetricIsInTheRulesOrTheDashboard() throws Exception {
        Set<String> documented = new TreeSet<>();
        for (Path document : DOCUMENTS) {
            documented.addAll(names(DOCUMENTED, 1, Files.readString(document)));
        }
        Set<String> named = names(NAME, 0, expressions());

        assertThat(documented).hasSizeGreaterThan(200);
        assertThat(documented)
                .as("add a panel, or a query to the panel 'Metrics without a panel of their own'")
                .filteredOn(name -> !isIn(named, name))
                .isEmpty();
    }

    @Test
    void everyPanelHasAPlaceOfItsOwn() throws Exception {
        Set<String> places = new TreeSet<>();
        Set<String> ids = new TreeSet<>();
        for (JsonNode panel : JSON.readTree(DASHBOARD.toFile()).path("panels")) {
            assertThat(places.add(panel.at("/gridPos/x") + "/" + panel.at("/gridPos/y")))
                    .as("place of %s", panel.path("title"))
                    .isTrue();
            assertThat(ids.add(panel.path("id").asText())).isTrue();
        }
    }

    @Test
    void theGuideSaysWhatToDoAboutEveryAlert() throws IOException {
        Set<String> alerts = names(Pattern.compile("- alert: (\\w+)"), 1, Files.readString(RULES));
        Pattern row = Pattern.compile("(?m)^\\| `(MyChat\\w+)` \\|");

        assertThat(names(row, 1, Files.readString(ROOT.resolve("docs/troubleshooting.md"))))
                .isEqualTo(alerts);
    }
}
