package io.mychat.gateway.transport.common.tls;

import io.mychat.gateway.spi.time.Timestamp;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The checks of a certificate chain. What clients refuse by the rules of OpenSSL's security level 2 is a fault. The dates
 * are a warning: the clocks of the clients decide about them, and a gateway that does not start serves nobody.
 */
final class CertificateCheck {

    private static final int RSA_BITS = 2048;
    private static final int EC_BITS = 224;
    private static final Pattern WEAK_SIGNATURE = Pattern.compile("(md2|md5|sha1|sha-1)(with.*)?");

    private CertificateCheck() {}

    /** What makes the chain useless; empty for a sound one. */
    static Optional<String> fault(List<X509Certificate> chain) {
        for (int i = 0; i < chain.size(); i++) {
            X509Certificate certificate = chain.get(i);
            Optional<String> weak = weakKey(certificate.getPublicKey());
            if (weak.isPresent()) {
                return Optional.of(name(i) + weak.get() + ": clients refuse it; make another key and certificate");
            }
            if (isWeaklySigned(certificate) && (i == 0 || !isRoot(certificate))) {
                return Optional.of(name(i) + " is signed with " + certificate.getSigAlgName()
                        + ": clients refuse it; have it signed with SHA-256");
            }
        }
        return Optional.empty();
    }

    /** The certificates that are not valid now. */
    static List<String> warnings(List<X509Certificate> chain, Instant now) {
        List<String> warnings = new ArrayList<>();
        for (int i = 0; i < chain.size(); i++) {
            Instant end = chain.get(i).getNotAfter().toInstant();
            Instant begin = chain.get(i).getNotBefore().toInstant();
            if (now.isAfter(end)) {
                warnings.add(name(i) + " expired at " + Timestamp.of(end) + "; clients refuse it");
            } else if (now.isBefore(begin)) {
                warnings.add(name(i) + " is not valid before " + Timestamp.of(begin) + "; clients refuse it");
            }
        }
        return warnings;
    }

    private static String name(int index) {
        return index == 0 ? "the certificate" : "certificate " + (index + 1) + " of the chain";
    }

    private static Optional<String> weakKey(PublicKey key) {
        if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < RSA_BITS) {
            return Optional.of(" has an RSA key of " + rsa.getModulus().bitLength() + " bits, less than " + RSA_BITS);
        }
        if (key instanceof ECPublicKey ec
                && ec.getParams().getCurve().getField().getFieldSize() < EC_BITS) {
            return Optional.of(" has an EC key of "
                    + ec.getParams().getCurve().getField().getFieldSize() + " bits, less than " + EC_BITS);
        }
        return Optional.empty();
    }

    private static boolean isWeaklySigned(X509Certificate certificate) {
        return WEAK_SIGNATURE
                .matcher(certificate.getSigAlgName().toLowerCase(Locale.ROOT))
                .matches();
    }

    /** Nobody checks the signature of a root. */
    private static boolean isRoot(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }
}
