package io.mychat.gateway.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
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
 * A server's fresh certificate and the authority that signed it, as PEM files on P-256. Needs {@code
 * org.bouncycastle:bcpkix-jdk18on} on the test's class path.
 *
 * @param authority {@code ca.pem}: the certificate that a client has to trust
 * @param certificate {@code cert.pem}: the server's
 * @param key {@code key.pem}: the server's, as PKCS#8
 * @param sec1 {@code sec1.pem}: the same key as {@code openssl ecparam -genkey} writes it, behind its parameters
 */
public record TestCertificates(Path authority, Path certificate, Path key, Path sec1) {

    private static final X500Name AUTHORITY = new X500Name("CN=authority of a test");

    /** Writes those of a server on the loopback address, which end tomorrow. */
    public static TestCertificates forLoopback(Path directory) {
        return valid(directory, new GeneralName(GeneralName.iPAddress, "127.0.0.1"), Duration.ofDays(1));
    }

    /** Writes those of a server that is called by another name than it has. */
    public static TestCertificates forHost(Path directory, String host) {
        return valid(directory, new GeneralName(GeneralName.dNSName, host), Duration.ofDays(1));
    }

    /** Writes those of a server on the loopback address, which ended yesterday. */
    public static TestCertificates expired(Path directory) {
        return valid(directory, new GeneralName(GeneralName.iPAddress, "127.0.0.1"), Duration.ofDays(-1));
    }

    private static TestCertificates valid(Path directory, GeneralName name, Duration left) {
        try {
            KeyPair authorityKeys = keys();
            KeyPair serverKeys = keys();
            X509Certificate authority = certificate(AUTHORITY, authorityKeys, authorityKeys, null, Duration.ofDays(1));
            X509Certificate server =
                    certificate(new X500Name("CN=server of a test"), serverKeys, authorityKeys, name, left);
            Files.createDirectories(directory);
            return new TestCertificates(
                    Files.writeString(directory.resolve("ca.pem"), pem("CERTIFICATE", authority.getEncoded())),
                    Files.writeString(directory.resolve("cert.pem"), pem("CERTIFICATE", server.getEncoded())),
                    Files.writeString(
                            directory.resolve("key.pem"),
                            pem("PRIVATE KEY", serverKeys.getPrivate().getEncoded())),
                    Files.writeString(directory.resolve("sec1.pem"), sec1((ECPrivateKey) serverKeys.getPrivate())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
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
                Date.from(now.minus(Duration.ofDays(30))),
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

    private static String sec1(ECPrivateKey key) throws IOException {
        byte[] der = new org.bouncycastle.asn1.sec.ECPrivateKey(256, key.getS(), SECObjectIdentifiers.secp256r1)
                .getEncoded();
        return pem("EC PARAMETERS", SECObjectIdentifiers.secp256r1.getEncoded()) + pem("EC PRIVATE KEY", der);
    }

    private static String pem(String label, byte[] content) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n";
    }
}
