package io.mychat.gateway.transport.common.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.testkit.TestAuthority;
import io.mychat.gateway.testkit.TestAuthority.Order;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CertificateCheckTest {

    private final TestAuthority authority = new TestAuthority();

    private X509Certificate certificate(Order order) {
        return authority.issue(order).certificate();
    }

    @ParameterizedTest
    @CsvSource({
        "RSA, 1024, SHA256withECDSA, RSA key of 1024 bits",
        "EC, 256, SHA1withECDSA, is signed with SHA1withECDSA",
    })
    void weakCertificatesAreFaults(String algorithm, int bits, String signature, String fault) {
        X509Certificate weak = certificate(Order.server().key(algorithm, bits).signature(signature));

        assertThat(CertificateCheck.fault(List.of(weak)))
                .hasValueSatisfying(
                        text -> assertThat(text).startsWith("the certificate").contains(fault));
        assertThat(CertificateCheck.fault(List.of(certificate(Order.server()), weak)))
                .hasValueSatisfying(text -> assertThat(text).startsWith("certificate 2 of the chain"));
    }

    @ParameterizedTest
    @CsvSource({"RSA, 2048", "EC, 256", "EC, 384"})
    void soundCertificatesAreNoFault(String algorithm, int bits) {
        X509Certificate sound = certificate(Order.server().key(algorithm, bits));

        assertThat(CertificateCheck.fault(List.of(sound, authority.certificate())))
                .isEmpty();
        assertThat(CertificateCheck.warnings(List.of(sound), Instant.now())).isEmpty();
    }

    @Test
    void datesAreWarnings() {
        X509Certificate past = certificate(Order.server().valid(Duration.ofDays(-9), Duration.ofDays(-1)));
        X509Certificate future = certificate(Order.server().valid(Duration.ofDays(1), Duration.ofDays(9)));

        assertThat(CertificateCheck.fault(List.of(past, future))).isEmpty();
        assertThat(CertificateCheck.warnings(List.of(past, future), Instant.now()))
                .satisfiesExactly(
                        text -> assertThat(text).startsWith("the certificate expired at "),
                        text -> assertThat(text).startsWith("certificate 2 of the chain is not valid before "));
    }
}
