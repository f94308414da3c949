package io.mychat.gateway.transport.undertow.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.spi.event.HealthIndicator;
import io.mychat.gateway.spi.event.HealthIndicator.Status;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.TestAuthority.Issued;
import io.mychat.gateway.testkit.TestAuthority.Order;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway starts before its first certificate exists. */
final class AwaitedCertificateTest {

    private static final Map<String, Object> AWAITED = Map.of("await_certificate", true);

    @TempDir
    Path directory;

    private static HealthIndicator certificate(TlsFixture tls) {
        return tls.adapters.every(HealthIndicator.class).stream()
                .filter(one -> one.component().equals("certificate"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void handshakesFailUntilThePairIsThere() throws Exception {
        try (TlsFixture tls = new TlsFixture(directory, new ManualTime(Instant.now()), AWAITED)) {
            // An alert, or the end of the connection before it was read.
            assertThatThrownBy(() -> tls.connect(tls.authority.client())).isInstanceOf(IOException.class);
            assertThat(certificate(tls).status()).isEqualTo(Status.UNHEALTHY);
            assertThat(certificate(tls).warnings())
                    .singleElement()
                    .satisfies(
                            text -> assertThat(text).contains("There is no TLS certificate", "server.ssl_cert_path"));
            assertThat(tls.metrics())
                    .doesNotContainKeys("tls_certificate_expires_seconds", "tls_certificate_warning_seconds");

            Issued first = tls.renew(Order.server());
            assertThat(tls.reload(AWAITED)).containsExactly("$.server.ssl_cert_path", "$.server.ssl_key_path");

            try (SSLSocket socket = tls.connect(tls.authority.client())) {
                assertThat(TlsFixture.serial(socket))
                        .isEqualTo(first.certificate().getSerialNumber());
            }
            assertThat(certificate(tls).status()).isEqualTo(Status.HEALTHY);
        }
    }

    @Test
    void aPairThatIsRemovedStaysInUse() throws Exception {
        try (TlsFixture tls = new TlsFixture(directory, new ManualTime(Instant.now()))) {
            Files.delete(directory.resolve("cert.pem"));
            Files.delete(directory.resolve("key.pem"));
            tls.reload(AWAITED);

            tls.connect(tls.authority.client()).close();
            assertThat(certificate(tls).status()).isEqualTo(Status.HEALTHY);
        }
    }
}
