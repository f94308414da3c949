package io.mychat.gateway.redis.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A server's fresh certificate and the authority that signed it, as PEM files.
 *
 * @param authority whom a client has to trust
 * @param certificate the server's
 * @param key the server's
 */
public record Certificates(Path authority, Path certificate, Path key) {

    private static final X500Name AUTHORITY = new X500Name("CN=authority of a test");

    /** For a server on the loopback address. */
    public static Certificates forLoopback(Path directory) {
        return valid(directory, new GeneralName(GeneralName.iPAddress, "127.0.0.1"), Duration.ofDays(1));
    }

    /** For a server that is called by another name than it has. */
    public static Certificates forHost(Path directory, String host) {
        return valid(directory, new GeneralName(GeneralName.dNSName, host), Duration.ofDays(1));
    }

    /** For a server on the loopback address, until yesterday. */
    public static Certificates expired(Path directory) {
        return valid(directory, new GeneralName(GeneralName.iPAddress, "127.0.0.1"), Duration.ofDays(-1));
    }

    private static Certificates valid(Path directory, GeneralName name, Duration left) {
        try {
            KeyPair authorityKeys = keys();
            KeyPair serverKeys = keys();
            X509Certificate authority = certificate(AUTHORITY, authorityKeys, authorityKeys, null, Duration.ofDays(1));
            X509Certificate server =
                    certificate(new X500Name("CN=server of a test"), serverKeys, authorityKeys, name, left);
            Path home = Files.createTempDirectory(directory, "certificates");
            return new Certificates(
                    pem(home.resolve("ca.pem"), "CERTIFICATE", authority.getEncoded()),
                    pem(home.resolve("cert.pem"), "CERTIFICATE", server.getEncoded()),
                    pem(
                            home.resolve("key.pem"),
                            "PRIVATE KEY",
                            serverKeys.getPrivate().getEncoded()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    private static X509Certificate certificate(
            X500Name subject, KeyPair keys, KeyPair signer, @Nullable GeneralName name, Duration left)
            throws GeneralSecurityException, CertIOException, OperatorCreationException {
        Instant now = Instant.now();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                AUTHORITY,
                BigInteger.valueOf(now.toEpochMilli()),
                Date.from(now.minus(Duration.ofDays(2))),
                Date.from(now.plus(left)),
                subject,
                keys.getPublic());
        if (name == null) {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        } else {
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(name));
        }
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate())));
    }

    private static Path pem(Path file, String type, byte[] content) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return Files.writeString(file, "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n");
    }
}
