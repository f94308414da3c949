package io.mychat.gateway.acme.issue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

final class AcmeAuthorityTest {

    private static String reason(Exception cause) {
        SSLHandshakeException handshake = new SSLHandshakeException("PKIX path validation failed");
        handshake.initCause(cause);
        return AcmeAuthority.reason(new IOException(handshake));
    }

    @Test
    void anAuthorityThatIsOfAnotherTimeIsAQuestionOfTheClock() {
        assertThat(reason(new CertificateExpiredException("NotAfter: 2026")))
                .contains("NotAfter: 2026")
                .endsWith("; look at the clock of this machine first");
        assertThat(reason(new CertificateNotYetValidException("NotBefore: 2026")))
                .endsWith("; look at the clock of this machine first");
        assertThat(reason(new IOException("Connection refused")))
                .contains("Connection refused")
                .doesNotContain("clock");
    }
}
