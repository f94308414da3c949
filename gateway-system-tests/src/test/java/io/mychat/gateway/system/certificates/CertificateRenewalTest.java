package io.mychat.gateway.system.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.config.ConfigFile;
import io.mychat.gateway.core.config.ReloadOutcome;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.TestAuthority;
import io.mychat.gateway.testkit.TestAuthority.Issued;
import io.mychat.gateway.testkit.TestAuthority.Order;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whichever way the files of a certificate are replaced, the running gateway shows the new one. */
class CertificateRenewalTest {

    @TempDir
    Path directory;

    private final TestAuthority authority = new TestAuthority();
    private final Queue<GatewayEvent.ConfigRejected> rejections = new ConcurrentLinkedQueue<>();
    private LiveGateway gateway;
    private WebSocket conversation;

    @BeforeEach
    void start() throws IOException {
        // As cert-manager and Kubernetes mount a secret: files that are links through a link to a folder.
        Path first = folder("1");
        Files.createSymbolicLink(directory.resolve("..data"), first.getFileName());
        for (String name : List.of("tls.crt", "tls.key")) {
            Files.createSymbolicLink(directory.resolve(name), Path.of("..data", name));
        }
        gateway = LiveGateway.start(builder -> builder.setting("server.ssl_enabled", true)
                .setting("server.ssl_cert_path", directory.resolve("tls.crt"))
                .setting("server.ssl_key_path", directory.resolve("tls.key"))
                .setting("server.watch_poll_seconds", 1)
                .listener(event -> {
                    if (event instanceof GatewayEvent.ConfigRejected rejected) {
                        rejections.add(rejected);
                    }
                }));
        conversation = HttpClient.newBuilder()
                .sslContext(authority.client())
                .build()
                .newWebSocketBuilder()
                .buildAsync(
                        URI.create(
                                "wss://127.0.0.1:" + gateway.webSocketAddress().getPort() + "/ws"),
                        new WebSocket.Listener() {})
                .join();
    }

    @AfterEach
    void stop() {
        conversation.abort();
        gateway.close();
    }

    private Path folder(String name) throws IOException {
        Path folder = Files.createDirectory(directory.resolve("..folder-" + name));
        authority.issue(Order.server()).write(folder.resolve("tls.crt"), folder.resolve("tls.key"));
        return folder;
    }

    private BigInteger shown(InetSocketAddress port) throws IOException {
        try (SSLSocket socket =
                (SSLSocket) authority.client().getSocketFactory().createSocket(port.getAddress(), port.getPort())) {
            socket.setSoTimeout(10_000);
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
        }
    }

    private void awaitBothPortsShow(BigInteger serial) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(shown(gateway.webSocketAddress())).isEqualTo(serial);
            assertThat(shown(gateway.server().httpAddress())).isEqualTo(serial);
        });
        assertThat(conversation.isInputClosed()).isFalse();
        assertThat(conversation.sendText("{\"cmd_id\":3001}", true)).succeedsWithin(Duration.ofSeconds(10));
    }

    private static BigInteger serial(Issued issued) {
        return issued.certificate().getSerialNumber();
    }

    @Test
    void aChangedLinkIsTakenOver() throws Exception {
        Path second = Files.createDirectory(directory.resolve("..folder-2"));
        Issued next = authority.issue(Order.server());
        next.write(second.resolve("tls.crt"), second.resolve("tls.key"));
        Path link = Files.createSymbolicLink(directory.resolve("..data_tmp"), second.getFileName());
        Files.move(link, directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);

        awaitBothPortsShow(serial(next));
        assertThat(rejections).isEmpty();
    }

    @Test
    void filesRenamedOneAfterTheOtherAreTakenOver() throws Exception {
        Issued next = authority.issue(Order.server());
        next.write(directory.resolve("new.crt"), directory.resolve("new.key"));
        Files.move(directory.resolve("new.crt"), directory.resolve("tls.crt"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(directory.resolve("new.key"), directory.resolve("tls.key"), StandardCopyOption.REPLACE_EXISTING);

        awaitBothPortsShow(serial(next));
    }

    @Test
    void halfAPairKeepsThePreviousOneAndIsReportedOnce() throws Exception {
        BigInteger before = shown(gateway.webSocketAddress());
        Issued next = authority.issue(Order.server());
        Files.writeString(directory.resolve("..folder-1/tls.crt"), next.certificatePem());
        await().until(() -> !rejections.isEmpty());

        assertThat(shown(gateway.webSocketAddress())).isEqualTo(before);
        assertThat(rejections.element().faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault).contains("$.server.ssl_key_path", "does not belong to"));
        // Reports the same fault to whoever asks, and changes nothing.
        assertThat(gateway.server().reload(ConfigFile.GATEWAY, "a test")).isInstanceOf(ReloadOutcome.Rejected.class);
        Files.writeString(directory.resolve("..folder-1/tls.key"), next.keyPem());

        awaitBothPortsShow(serial(next));
        assertThat(rejections).hasSize(2);
    }
}
