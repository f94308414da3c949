package io.mychat.gateway.transport.undertow.tls;

import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import io.mychat.gateway.testkit.CollectedAdapters;
import io.mychat.gateway.testkit.MapSection;
import io.mychat.gateway.testkit.TestAuthority;
import io.mychat.gateway.testkit.TestAuthority.Issued;
import io.mychat.gateway.testkit.TestAuthority.Order;
import io.mychat.gateway.testkit.transport.TransportUnderTest;
import io.mychat.gateway.transport.undertow.UndertowModuleProvider;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** The module with TLS, started, and an authority that renews its certificate. One thread. */
final class TlsFixture implements AutoCloseable {

    final TestAuthority authority = new TestAuthority();
    final CollectedAdapters adapters = new CollectedAdapters();
    final TransportUnderTest server;
    private final Path directory;
    private final TimeSource time;
    private final ModuleProvider.Module module;

    TlsFixture(Path directory, TimeSource time) throws IOException {
        this(directory, time, Map.of());
    }

    /** @param tls with {@code await_certificate} there are no files at first */
    TlsFixture(Path directory, TimeSource time, Map<String, Object> tls) throws IOException {
        this.directory = directory;
        this.time = time;
        if (!tls.containsKey("await_certificate")) {
            renew(Order.server());
        }
        module = configured(tls);
        module.create(adapters);
        server = new TransportUnderTest(adapters.one(WebSocketTransport.class), 1000, 10_000);
    }

    /** Writes a new pair into the files. */
    Issued renew(Order order) {
        Issued issued = authority.issue(order);
        issued.write(directory.resolve("cert.pem"), directory.resolve("key.pem"));
        return issued;
    }

    /** Reloads, as the gateway does when the content of the files has changed. */
    List<String> reload(Map<String, Object> tls) {
        return module.adopt(configured(tls)).changed();
    }

    private ModuleProvider.Module configured(Map<String, Object> tls) {
        MapSection section = new MapSection(
                new UndertowModuleProvider(),
                "server",
                Map.of("ssl_enabled", true, "ssl_cert_path", "cert.pem", "ssl_key_path", "key.pem", "io_threads", 2L));
        ModuleProvider.Module configured = new UndertowModuleProvider()
                .configure(section.in(directory, time, new MapSection(new UndertowModuleProvider(), "tls", tls)));
        if (!section.faults().isEmpty()) {
            throw new AssertionError(section.faults());
        }
        return configured;
    }

    /** A connection whose handshake is finished. */
    SSLSocket connect(SSLContext client, String... protocols) throws IOException {
        SSLSocket socket = (SSLSocket) client.getSocketFactory()
                .createSocket(server.address().getAddress(), server.address().getPort());
        socket.setSoTimeout(10_000);
        if (protocols.length > 0) {
            socket.setEnabledProtocols(protocols);
        }
        socket.startHandshake();
        return socket;
    }

    /** The certificate that the server has shown on a connection. */
    static BigInteger serial(SSLSocket socket) throws IOException {
        return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
    }

    /** The metrics by their names, one of each. */
    Map<String, Double> metrics() {
        Map<String, Double> found = new HashMap<>();
        adapters.every(MetricSource.class)
                .forEach(source -> source.metrics().forEach(metric -> found.put(metric.name(), metric.value())));
        return found;
    }

    /** Finished handshakes of this kind. */
    double handshakes(String kind) {
        return adapters.every(MetricSource.class).stream()
                .flatMap(source -> source.metrics().stream())
                .filter(metric -> metric.name().equals("tls_handshakes_finished_total")
                        && kind.equals(metric.labels().get("kind")))
                .mapToDouble(Metric::value)
                .sum();
    }

    /** The ports whose certificate has a metric. */
    List<String> ports() {
        return adapters.every(MetricSource.class).stream()
                .flatMap(source -> source.metrics().stream())
                .filter(metric -> metric.name().equals("tls_certificate_expires_seconds"))
                .map(metric -> metric.labels().get("port"))
                .distinct()
                .toList();
    }

    @Override
    public void close() throws Exception {
        server.close();
        adapters.close();
    }
}
