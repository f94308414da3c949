package io.mychat.gateway.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.backend.BackendCall;
import io.mychat.gateway.spi.backend.BackendOutcome;
import io.mychat.gateway.spi.backend.BackendServices;
import io.mychat.gateway.spi.backend.CallOptions;
import io.mychat.gateway.testkit.CollectedAdapters;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.MapSection;
import io.mychat.gateway.testkit.TestAuthority;
import io.mychat.gateway.testkit.TestAuthority.Order;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls of a service that asks for a certificate, over real TLS. */
class BackendTlsTest {

    @TempDir
    Path directory;

    private final TestAuthority authority = new TestAuthority();
    private final ManualTime time = new ManualTime();
    private final CollectedAdapters adapters = new CollectedAdapters();
    private HttpsServer server;

    @BeforeEach
    void start() throws IOException {
        authority.writeTo(directory.resolve("ca.pem"));
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(authority.client(authority.issue(Order.server()))) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
                wanted.setNeedClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        server.createContext("/", exchange -> TestServer.send(exchange, 200, "{}"));
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        adapters.close();
        server.stop(0);
    }

    private ModuleProvider.Module module(Map<String, Object> tls) {
        Map<String, Object> values = new HashMap<>(tls);
        values.put("tls_ca_file", "ca.pem");
        MapSection section = new MapSection(new BackendsModuleProvider(), "backends", values);
        ModuleProvider.Module module = new BackendsModuleProvider().configure(section.in(directory, time));
        assertThat(section.faults()).isEmpty();
        return module;
    }

    private BackendOutcome call() throws Exception {
        return adapters.one(BackendServices.class)
                .call(new BackendCall(
                        "orders",
                        BackendsFixture.message("alice", "{}"),
                        Optional.empty(),
                        new CallOptions(Optional.empty(), 0, false),
                        time.now().plus(BackendsFixture.TIMEOUT),
                        Optional.empty()))
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    @Test
    void theCertificateIsShownAndTakenOverAtAReload() throws Exception {
        ModuleProvider.Module running = module(Map.of());
        running.create(adapters);
        adapters.one(BackendServices.class)
                .configure(Map.of(
                        "orders",
                        BackendsFixture.of(URI.create(
                                "https://127.0.0.1:" + server.getAddress().getPort()))));
        assertThat(call()).isInstanceOf(BackendOutcome.Unavailable.class);
        authority
                .issue(Order.client("gateway", "https://gateway.example/"))
                .write(directory.resolve("own.pem"), directory.resolve("own.key"));
        Map<String, Object> identity = Map.of("tls_cert_file", "own.pem", "tls_key_file", "own.key");

        assertThat(running.adopt(module(identity)).changed())
                .containsExactlyInAnyOrder("$.backends.tls_cert_file", "$.backends.tls_key_file");

        await().until(() -> {
            time.advance(Duration.ofSeconds(1)); // the circuit breaker's pause
            return call() instanceof BackendOutcome.Answered;
        });
    }

    @Test
    void halfAPairIsAFault() {
        for (String key : List.of("tls_cert_file", "tls_key_file")) {
            MapSection section = new MapSection(new BackendsModuleProvider(), "backends", Map.of(key, "ca.pem"));
            new BackendsModuleProvider().configure(section.in(directory, new ManualTime()));
            assertThat(section.faults())
                    .singleElement()
                    .satisfies(fault -> assertThat(fault).startsWith("backends." + key + ": needs "));
        }
    }
}
