package io.mychat.gateway.testkit;

import io.mychat.gateway.testkit.TestAuthority.Issued;
import io.mychat.gateway.testkit.TestAuthority.Order;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * A server's fresh certificate and the authority that signed it, as PEM files on P-256. Needs {@code
 * org.bouncycastle:bcpkix-jdk18on} on the test's class path.
 *
 * @param authority {@code ca.pem}: the certificate that a client has to trust
 * @param certificate {@code cert.pem}: the server's
 * @param key {@code key.pem}: the server's, as PKCS#8
 * @param sec1 {@code sec1.pem}: the same key as {@code openssl ecparam -genkey} writes it, after its parameters
 * @since 0.1.0
 */
public record TestCertificates(Path authority, Path certificate, Path key, Path sec1) {

    /** Writes certificates of a server on the loopback address that expire tomorrow. */
    public static TestCertificates forLoopback(Path directory) {
        return write(directory, Order.server(), Duration.ofDays(1));
    }

    /** Writes certificates for another host name than the one that clients use. */
    public static TestCertificates forHost(Path directory, String host) {
        return write(directory, Order.server().name(new GeneralName(GeneralName.dNSName, host)), Duration.ofDays(1));
    }

    /** Writes certificates of a server on the loopback address that expired yesterday. */
    public static TestCertificates expired(Path directory) {
        return write(directory, Order.server(), Duration.ofDays(-1));
    }

    private static TestCertificates write(Path directory, Order order, Duration left) {
        TestAuthority authority = new TestAuthority();
        Issued server = authority.issue(order.valid(Duration.ofDays(-30), left));
        try {
            Files.createDirectories(directory);
            server.write(directory.resolve("cert.pem"), directory.resolve("key.pem"));
            return new TestCertificates(
                    authority.writeTo(directory.resolve("ca.pem")),
                    directory.resolve("cert.pem"),
                    directory.resolve("key.pem"),
                    Files.writeString(directory.resolve("sec1.pem"), sec1((ECPrivateKey) server.key())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A client's TLS that trusts the authority. */
    public SSLContext client() {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            try (var in = Files.newInputStream(authority)) {
                trusted.setCertificateEntry(
                        "authority", CertificateFactory.getInstance("X.509").generateCertificate(in));
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext client = SSLContext.getInstance("TLS");
            client.init(null, trust.getTrustManagers(), null);
            return client;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sec1(ECPrivateKey key) throws IOException {
        byte[] der = new org.bouncycastle.asn1.sec.ECPrivateKey(256, key.getS(), SECObjectIdentifiers.secp256r1)
                .getEncoded();
        return TestAuthority.pem("EC PARAMETERS", SECObjectIdentifiers.secp256r1.getEncoded())
                + TestAuthority.pem("EC PRIVATE KEY", der);
    }
}
