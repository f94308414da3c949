package io.mychat.gateway.acme;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.GatewayView;
import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.alert.AlertChannel;
import io.mychat.gateway.spi.config.SettingFault;
import io.mychat.gateway.spi.event.HealthIndicator;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.session.IdempotencyStore;
import io.mychat.gateway.testkit.CollectedAdapters;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.MapSection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AcmeModuleProviderTest {

    private static final Map<String, Object> SERVER =
            Map.of("ssl_enabled", true, "ssl_cert_path", "gateway.pem", "ssl_key_path", "gateway.pem");

    private final AcmeModuleProvider provider = new AcmeModuleProvider();
    private final ManualTime time = new ManualTime();

    @TempDir
    Path directory;

    private record View(IdempotencyStore idempotencyStore, MetricSource metrics, List<AlertChannel> alertChannels)
            implements GatewayView {}

    /** The settings that are required, with changes; null takes one away. */
    private static Map<String, Object> acme(String key, Object value) {
        Map<String, Object> acme = new HashMap<>(Map.of(
                "directory_url",
                "https://acme.example/directory",
                "terms_agreed",
                true,
                "domains",
                List.of("chat.example.com"),
                "contact",
                List.of("mailto:ops@example.com")));
        acme.put(key, value);
        acme.values().removeIf(one -> one.equals("absent"));
        return acme;
    }

    private Set<String> faults(Map<String, Object> server, Map<String, Object> acme) {
        MapSection main = new MapSection(provider, "acme", acme);
        MapSection other = new MapSection(provider, "server", server);
        provider.configure(main.in(directory, time, other));
        Set<String> faults = new HashSet<>(main.faults());
        faults.addAll(other.faults());
        return faults;
    }

    private void assertFault(String key, Object value, String expected) {
        assertThat(faults(SERVER, acme(key, value)))
                .singleElement()
                .satisfies(fault -> assertThat(fault).startsWith("acme." + expected));
    }

    @Test
    void isFoundByTheServiceLoader() {
        assertThat(ServiceLoader.load(ModuleProvider.class)).anyMatch(found -> found instanceof AcmeModuleProvider);
    }

    @Test
    void withoutTheSectionNothingIsReadAndNothingDone() throws Exception {
        assertThat(faults(Map.of(), Map.of())).isEmpty();
        try (CollectedAdapters adapters = new CollectedAdapters()) {
            MapSection absent = new MapSection(provider, "acme", Map.of());
            provider.configure(absent.in(directory, time)).create(adapters);
            assertThat(adapters.all()).isEmpty();
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void goodSettingsAreNoFault() {
        assertThat(faults(SERVER, acme("key_type", "rsa"))).isEmpty();
    }

    @Test
    void invalidSettingsAreFaultsWithTheRemedy() {
        assertFault("directory_url", "absent", "directory_url: is required");
        assertFault("directory_url", "http://acme.example/directory", "directory_url: must be a URL with https");
        assertFault("directory_url", "https:/directory", "directory_url: must be a URL with https");
        assertFault("terms_agreed", false, "terms_agreed: must be true");
        assertFault("domains", List.of(), "domains: must be 1 to 100");
        assertFault("domains", List.of("*.example.com"), "domains: has '*.example.com', and HTTP-01 cannot");
        assertFault("domains", List.of("Chat.example.com"), "domains: has 'Chat.example.com', which is no DNS name");
        assertFault("domains", List.of("203.0.113.7"), "domains: has '203.0.113.7', which is no DNS name");
        assertFault("domains", List.of("a.example", "a.example"), "domains: has a name twice");
        assertFault("contact", List.of("ops@example.com"), "contact: must be URIs");
        assertFault("eab_key_id", "k1", "eab_hmac_key: is missing");
        assertFault("max_retry_seconds", 10L, "max_retry_seconds: must not be less");
        assertFault("ca_file", "absent.pem", "ca_file: ");
        assertFault("http_host", "no such host", "http_host: is no address");
    }

    @Test
    void theCertificateIsOneFileThatIsWatched() {
        assertThat(faults(Map.of(), acme("key_type", "ec")))
                .containsExactly("server.ssl_enabled: must be true for section acme, which obtains the certificate");
        Map<String, Object> twoFiles = new HashMap<>(SERVER);
        twoFiles.put("ssl_key_path", "key.pem");
        assertThat(faults(twoFiles, acme("key_type", "ec")))
                .singleElement()
                .satisfies(fault -> assertThat(fault).startsWith("server.ssl_key_path: must name the same file"));
        Map<String, Object> unwatched = new HashMap<>(SERVER);
        unwatched.put("watch_config", false);
        assertThat(faults(unwatched, acme("key_type", "ec")))
                .singleElement()
                .satisfies(fault -> assertThat(fault).startsWith("server.watch_config: must be true"));
    }

    private ModuleProvider.Module module(Map<String, Object> acme) {
        return provider.configure(
                new MapSection(provider, "acme", acme).in(directory, time, new MapSection(provider, "server", SERVER)));
    }

    private List<SettingFault> attach(ModuleProvider.Module module, CollectedAdapters adapters) {
        module.create(adapters);
        FakeClaims claims = new FakeClaims();
        claims.held.set("another node");
        return module.attach(new View(claims, List::of, List.of()));
    }

    @Test
    void aPortInUseEndsTheStart() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                CollectedAdapters adapters = new CollectedAdapters()) {
            Map<String, Object> acme = acme("http_port", (long) taken.getLocalPort());
            acme.put("http_host", "127.0.0.1");

            assertThat(attach(module(acme), adapters)).singleElement().satisfies(fault -> {
                assertThat(fault.path()).isEqualTo("$.acme.http_port");
                assertThat(fault.message()).startsWith("port " + taken.getLocalPort() + " cannot be bound: ");
            });
        }
    }

    @Test
    void theOperationsManualHasItsMetrics() throws Exception {
        String manual = Files.readString(Path.of("..", "docs", "operations.md"));
        try (CollectedAdapters adapters = new CollectedAdapters();
                ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = free.getLocalPort();
            free.close();
            Map<String, Object> acme = acme("http_port", (long) port);
            acme.put("http_host", "127.0.0.1");
            assertThat(attach(module(acme), adapters)).isEmpty();

            assertThat(adapters.one(HealthIndicator.class).component()).isEqualTo("acme");
            assertThat(adapters.one(MetricSource.class).metrics())
                    .hasSize(8)
                    .allSatisfy(metric -> assertThat(manual).contains(row(metric)));
        }
    }

    private static String row(Metric metric) {
        String labels = metric.labels().isEmpty() ? "" : "`result`";
        return "| `mychat_%s` | %s | %s | %s |\n"
                .formatted(metric.name(), metric.kind().name().toLowerCase(Locale.ROOT), labels, metric.help());
    }
}
