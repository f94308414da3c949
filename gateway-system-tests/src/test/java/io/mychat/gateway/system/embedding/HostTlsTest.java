package io.mychat.gateway.system.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.spi.config.CertifiedKey;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.TestCertificates;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ports have the TLS of the host, who brings an SSLContext. */
class HostTlsTest {

    @Test
    void bothPortsShowTheCertificateOfTheHost(@TempDir Path directory) throws Exception {
        TestCertificates certificates = TestCertificates.forLoopback(directory);
        SSLContext host = SSLContext.getInstance("TLS");
        host.init(
                CertifiedKey.read(certificates.certificate(), certificates.key(), Optional.empty())
                        .keyManagers("host"),
                null,
                null);
        SSLContext client = certificates.client();

        try (GatewayServer gateway = LiveGateway.builder().sslContext(host).build()) {
            gateway.start();
            URI health = URI.create("https://127.0.0.1:" + gateway.httpAddress().getPort() + "/api/system/health");
            HttpClient http = HttpClient.newBuilder().sslContext(client).build();
            assertThat(http.send(HttpRequest.newBuilder(health).build(), BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
            try (Socket socket = client.getSocketFactory()
                    .createSocket("127.0.0.1", gateway.webSocketAddress().getPort())) {
                SSLSocket secured = (SSLSocket) socket;
                secured.startHandshake();
                assertThat(secured.getSession().getProtocol()).isEqualTo("TLSv1.3");
            }
        }

        GatewayServer both = LiveGateway.builder()
                .sslContext(host)
                .setting("server.ssl_enabled", true)
                .setting("server.ssl_cert_path", certificates.certificate())
                .setting("server.ssl_key_path", certificates.key())
                .build();
        assertThatThrownBy(both::start).hasMessageContaining("SSLContext");
    }
}
