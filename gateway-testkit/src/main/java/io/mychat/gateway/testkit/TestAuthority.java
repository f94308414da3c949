package io.mychat.gateway.testkit;

import io.mychat.gateway.spi.config.CertifiedKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
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
 * A certificate authority that issues as many certificates as a test wants. Needs {@code
 * org.bouncycastle:bcpkix-jdk18on} on the test's class path. Thread-safe.
 *
 * @since 0.1.0
 */
public final class TestAuthority {

    private static final X500Name NAME = new X500Name("CN=authority of a test");
    private static final AtomicLong SERIALS = new AtomicLong(System.currentTimeMillis());

    private final KeyPair keys = keys("EC", 256);
    private final X509Certificate certificate =
            certificate(Order.of("authority of a test").valid(Duration.ofDays(-365), Duration.ofDays(365)), keys, keys);

    /**
     * The wish for a certificate.
     *
     * @param subject the common name
     * @param name the subject's alternative name; null makes an authority
     * @param from the begin of its life, from now
     * @param to the end of its life, from now
     * @param signature the algorithm of the authority's signature
     * @param algorithm the algorithm of the key: {@code EC}, or {@code RSA}, where all certificates share the key of
     *     {@link TestRsaKeys}
     * @param bits the bits of the key
     */
    public record Order(
            String subject,
            @Nullable GeneralName name,
            Duration from,
            Duration to,
            String signature,
            String algorithm,
            int bits) {

        /** A certificate on P-256 without an alternative name, for 90 days from yesterday on. */
        static Order of(String subject) {
            return new Order(subject, null, Duration.ofDays(-1), Duration.ofDays(89), "SHA256withECDSA", "EC", 256);
        }

        /** A server on the loopback address. */
        public static Order server() {
            return of("server of a test").name(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
        }

        /** A client with this common name and this URI as alternative name. */
        public static Order client(String subject, String uri) {
            return of(subject).name(new GeneralName(GeneralName.uniformResourceIdentifier, uri));
        }

        /** The same with another alternative name. */
        Order name(GeneralName other) {
            return new Order(subject, other, from, to, signature, algorithm, bits);
        }

        /** The same with another life, from now. */
        public Order valid(Duration begin, Duration end) {
            return new Order(subject, name, begin, end, signature, algorithm, bits);
        }

        /** The same with another signature of the authority. */
        public Order signature(String other) {
            return new Order(subject, name, from, to, other, algorithm, bits);
        }

        /** The same with another kind of key. */
        public Order key(String kind, int size) {
            return new Order(subject, name, from, to, signature, kind, size);
        }
    }

    /** A certificate with its key. */
    public record Issued(X509Certificate certificate, PrivateKey key) {

        /** Writes both as PEM files, the key as PKCS#8. */
        public void write(Path certificateFile, Path keyFile) {
            try {
                Files.writeString(certificateFile, certificatePem());
                Files.writeString(keyFile, keyPem());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        public String certificatePem() {
            return encoded(certificate);
        }

        public String keyPem() {
            return pem("PRIVATE KEY", key.getEncoded());
        }
    }

    /** Issues a certificate for a new key. */
    public Issued issue(Order order) {
        KeyPair fresh = keys(order.algorithm(), order.bits());
        return new Issued(certificate(order, fresh, keys), fresh.getPrivate());
    }

    /** Writes the authority's certificate, which clients have to trust. */
    public Path writeTo(Path file) {
        try {
            return Files.writeString(file, encoded(certificate));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The authority's own certificate. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** A client's TLS that trusts this authority. */
    public SSLContext client() {
        return client(null);
    }

    /** A client's TLS that trusts this authority and shows a certificate of its own. */
    public SSLContext client(@Nullable Issued identity) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("authority", certificate);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            KeyManager[] own = identity == null
                    ? null
                    : new CertifiedKey(identity.key(), List.of(identity.certificate())).keyManagers("own");
            SSLContext client = SSLContext.getInstance("TLS");
            client.init(own, trust.getTrustManagers(), null);
            return client;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String encoded(X509Certificate certificate) {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String pem(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END " + kind + "-----\n";
    }

    private static KeyPair keys(String algorithm, int bits) {
        if (algorithm.equals("RSA")) {
            return TestRsaKeys.of(bits);
        }
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate certificate(Order order, KeyPair keys, KeyPair signer) {
        Instant now = Instant.now();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                NAME,
                BigInteger.valueOf(SERIALS.incrementAndGet()),
                Date.from(now.plus(order.from())),
                Date.from(now.plus(order.to())),
                new X500Name("CN=" + order.subject()),
                keys.getPublic());
        GeneralName name = order.name();
        try {
            if (name == null) {
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            } else {
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(name));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder(order.signature()).build(signer.getPrivate())));
        } catch (CertIOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }
}
