package io.mychat.gateway.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.testkit.TestCertificates;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestProcess;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive obtains its certificate from Debian's pebble, and renews it while a client talks. */
@Tag("ops")
class AcmeTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    /** The life of pebble's certificates: renewals come after 38 to 40 s. */
    private static final int LIFE_SECONDS = 60;

    private static final String PASSWORD = "correct horse";

    @TempDir
    Path directory;

    private TestProcess start(int port, String... command) {
        return TestProcess.of(List.of(command))
                .directory(directory)
                .environment(variables -> variables.put("PEBBLE_VA_NOSLEEP", "1"))
                .readyWhen(process -> TestProcess.isListening(port))
                .start();
    }

    private void configurePebble(TestCertificates own, int acmePort, int managementPort, int challengePort)
            throws IOException {
        String format = """
                {"pebble": {"listenAddress": "127.0.0.1:%d", "managementListenAddress": "127.0.0.1:%d",
                            "certificate": "%s", "privateKey": "%s", "httpPort": %d, "tlsPort": 1,
                            "ocspResponderURL": "", "externalAccountBindingRequired": false,
                            "certificateValidityPeriod": %d}}
                """;
        Files.writeString(
                directory.resolve("pebble.json"),
                format.formatted(acmePort, managementPort, own.certificate(), own.key(), challengePort, LIFE_SECONDS));
    }

    private Installation gateway(TestCertificates pebble, int acmePort, int challengePort)
            throws IOException, InterruptedException {
        Path folder = Files.createDirectory(directory.resolve("gateway"));
        Installation gateway = Installation.unpackInto(folder)
                .with("MYCHAT_CDS", "off")
                .with("JAVA_OPTS", "-Xmx256m -XX:TieredStopAtLevel=1")
                .with("GATEWAY_JWT_SECRET", "a secret of these tests, and long enough")
                .with("GATEWAY_SERVER_SSL_ENABLED", "true")
                .with("GATEWAY_SERVER_SSL_CERT_PATH", "tls/gateway.pem")
                .with("GATEWAY_SERVER_SSL_KEY_PATH", "tls/gateway.pem");
        String acme = """
                "acme": {"directory_url": "https://127.0.0.1:%d/dir", "ca_file": "%s", "terms_agreed": true,
                         "contact": ["mailto:ops@example.com"], "domains": ["chat.example.com", "www.example.com"],
                         "http_host": "127.0.0.1", "http_port": %d, "retry_seconds": 2, "max_retry_seconds": 4},
                """;
        Path config = gateway.file("conf/gateway_config.json");
        Files.writeString(
                config,
                Files.readString(config)
                        .replace(
                                "\"auth\": {",
                                acme.formatted(acmePort, pebble.certificate(), challengePort) + "\"auth\": {"));
        String hash = CommandResult.outputOf(folder, "sh", "-c", "echo '" + PASSWORD + "' | bin/gateway hash-password")
                .strip();
        Files.writeString(
                gateway.file("conf/users.json"),
                "[{\"user_id\":\"alice\",\"username\":\"alice\",\"password_hash\":\"" + hash + "\",\"roles\":[]}]");
        return gateway;
    }

    private static SSLContext trustingAnyone() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustsAnyone()}, null);
        return context;
    }

    /** The certificate that a newcomer is shown; empty while handshakes fail. */
    private static Optional<X509Certificate> shown(int port) throws Exception {
        try (Socket tcp = new Socket(InetAddress.getLoopbackAddress(), port);
                SSLSocket socket = (SSLSocket)
                        trustingAnyone().getSocketFactory().createSocket(tcp, "chat.example.com", port, true)) {
            socket.setSoTimeout(10_000);
            socket.startHandshake();
            return Optional.of((X509Certificate) socket.getSession().getPeerCertificates()[0]);
        } catch (SSLException | SocketException e) { // the second: a reset instead of an alert
            return Optional.empty();
        }
    }

    /** Pebble makes its issuing authority anew at each start. */
    private X509Certificate issuer(TestCertificates pebble, int managementPort) throws Exception {
        HttpResponse<byte[]> answer = HttpClient.newBuilder()
                .sslContext(pebble.client())
                .build()
                .send(
                        HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + managementPort + "/intermediates/0"))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new java.io.ByteArrayInputStream(answer.body()));
    }

    @Test
    void aFirstStartObtainsACertificateAndRenewalsDisturbNobody() throws Exception {
        TestCertificates own = TestCertificates.forLoopback(directory);
        int acmePort = TestProcess.freePort();
        int managementPort = TestProcess.freePort();
        int challengePort = TestProcess.freePort();
        int dnsPort = TestProcess.freePort();
        int dnsManagementPort = TestProcess.freePort();
        configurePebble(own, acmePort, managementPort, challengePort);
        try (TestProcess dns = start(
                        dnsManagementPort,
                        "pebble-challtestsrv",
                        "-management",
                        "127.0.0.1:" + dnsManagementPort,
                        "-dns01",
                        "127.0.0.1:" + dnsPort,
                        "-defaultIPv4",
                        "127.0.0.1",
                        "-defaultIPv6",
                        "",
                        "-http01",
                        "",
                        "-https01",
                        "",
                        "-tlsalpn01",
                        "");
                Installation gateway = gateway(own, acmePort, challengePort)) {
            // Without its authority the gateway starts all the same, and serves nobody.
            gateway.start();
            assertThat(shown(gateway.webSocketPort())).isEmpty();
            await().atMost(PATIENCE).until(() -> gateway.log().contains("the authority cannot be asked"));

            try (TestProcess pebble = start(
                    acmePort, "pebble", "-config", "pebble.json", "-strict", "-dnsserver", "127.0.0.1:" + dnsPort)) {
                X509Certificate first = await().atMost(PATIENCE)
                        .until(() -> shown(gateway.webSocketPort()), Optional::isPresent)
                        .orElseThrow();
                first.verify(issuer(own, managementPort).getPublicKey());
                assertThat(first.getSubjectAlternativeNames().stream().map(name -> String.valueOf(name.get(1))))
                        .containsExactly("chat.example.com", "www.example.com");
                assertThat(PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(gateway.file("conf/tls/gateway.pem"))))
                        .isEqualTo("rw-------");

                HttpClient http =
                        HttpClient.newBuilder().sslContext(trustingAnyone()).build();
                try (TestClient alice = TestClient.connect(
                        URI.create("wss://127.0.0.1:" + gateway.webSocketPort() + "/ws"), Map.of(), http)) {
                    assertThat(alice.login("alice", PASSWORD, "android", "phone")
                                    .code())
                            .isEqualTo(200);
                    BigInteger before = first.getSerialNumber();
                    for (int renewal = 0; renewal < 2; renewal++) {
                        BigInteger old = before;
                        before = await().atMost(PATIENCE)
                                .until(
                                        () -> {
                                            assertThat(alice.request(3001, "{}").code())
                                                    .isEqualTo(200);
                                            return shown(gateway.webSocketPort())
                                                    .orElseThrow()
                                                    .getSerialNumber();
                                        },
                                        serial -> !serial.equals(old));
                    }
                    assertThat(alice.request(3001, "{}").code()).isEqualTo(200);
                }
                assertThat(dns.isAlive() && pebble.isAlive()).isTrue();
            }
        }
    }

    private static final class TrustsAnyone extends javax.net.ssl.X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, javax.net.ssl.SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
