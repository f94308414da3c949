package io.mychat.gateway.core.config.security;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/**
 * A caller of the HTTP API that the TLS handshake has identified, as an API key does otherwise.
 *
 * @param name for the audit log
 * @param subject the whole subject of the certificate, such as {@code CN=ops,O=Example}; empty when {@code san} is given
 * @param san a DNS name, URI or e-mail address among the certificate's alternative names; empty when {@code subject} is
 *     given
 * @param roles the roles of the caller
 * @since 0.1.0
 */
public record ClientCertificate(String name, Optional<String> subject, Optional<String> san, Set<String> roles) {

    /** The kinds of alternative names that are texts: rfc822Name, dNSName, uniformResourceIdentifier (RFC 5280). */
    private static final Set<Integer> TEXTS = Set.of(1, 2, 6);

    public ClientCertificate {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a client certificate needs a name");
        }
        if (subject.isPresent() == san.isPresent()) {
            throw new IllegalArgumentException("a client certificate is recognised by its subject or by its san");
        }
        subject.ifPresent(X500Principal::new); // throws IllegalArgumentException for another text
        roles = Set.copyOf(roles);
    }

    /** Whether this is the certificate; who issued it has been checked before. */
    public boolean matches(X509Certificate certificate) {
        return subject.map(X500Principal::new)
                .map(certificate.getSubjectX500Principal()::equals)
                .orElseGet(
                        () -> san.filter(wanted -> hasName(certificate, wanted)).isPresent());
    }

    private static boolean hasName(X509Certificate certificate, String wanted) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names != null
                    && names.stream().anyMatch(name -> TEXTS.contains(name.get(0)) && wanted.equals(name.get(1)));
        } catch (CertificateParsingException e) {
            return false; // a damaged extension names nobody
        }
    }
}
