package io.mychat.gateway.transport.undertow;

import io.mychat.gateway.spi.config.ConfigSection;
import io.mychat.gateway.spi.config.ModuleSettings;
import io.mychat.gateway.spi.config.PemException;
import io.mychat.gateway.spi.config.PemFile;
import io.mychat.gateway.spi.config.SecretFile;
import io.mychat.gateway.spi.time.Timestamp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The server's certificate and private key, from PEM files. */
final class PemKeys {

    private PemKeys() {}

    /** The TLS context of the section; null without TLS and when the section has faults. */
    static @Nullable SSLContext read(ConfigSection server, ModuleSettings settings) {
        boolean enabled = server.flag("ssl_enabled");
        Optional<Path> certificate = file("ssl_cert_path", enabled, server, settings);
        Optional<Path> key = file("ssl_key_path", enabled, server, settings);
        if (!enabled || certificate.isEmpty() || key.isEmpty()) {
            return null;
        }
        List<X509Certificate> chain;
        try {
            chain = PemFile.read(certificate.get()).certificates();
        } catch (PemException e) {
            server.fault("ssl_cert_path", "the file contains no readable PEM certificate");
            return null;
        }
        warn(server, chain, settings.time().now());
        if (SecretFile.isOpenToOthers(key.get())) {
            server.warn("ssl_key_path", SecretFile.WARNING);
        }
        try {
            PrivateKey privateKey = PemFile.read(key.get()).privateKey(PrivateKey.class);
            if (fits(privateKey, chain.get(0).getPublicKey())) {
                SSLContext context = context(privateKey, chain);
                if (HandshakeProbe.succeeds(context)) {
                    return context;
                }
                server.fault(
                        "ssl_cert_path",
                        "the certificate and its key fit, but no TLS handshake succeeds with them; "
                                + "use RSA from 2048 bits on, or EC on secp256r1, secp384r1 or secp521r1");
                return null;
            }
        } catch (PemException | GeneralSecurityException e) {
            // Reported as the fault below, without details of the key.
        }
        server.fault("ssl_key_path", "the file contains no unencrypted PEM private key that matches the certificate");
        return null;
    }

    private static SSLContext context(PrivateKey key, List<X509Certificate> chain) throws GeneralSecurityException {
        char[] password = {};
        KeyStore identity = KeyStore.getInstance("PKCS12");
        try {
            identity.load(null, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        identity.setKeyEntry("server", key, password, chain.toArray(X509Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(identity, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static void warn(ConfigSection server, List<X509Certificate> chain, Instant now) {
        for (int i = 0; i < chain.size(); i++) {
            X509Certificate certificate = chain.get(i);
            Instant end = certificate.getNotAfter().toInstant();
            Instant begin = certificate.getNotBefore().toInstant();
            String which = i == 0 ? "the certificate" : "a certificate of the chain";
            if (now.isAfter(end)) {
                server.warn("ssl_cert_path", which + " expired at " + Timestamp.of(end) + "; clients refuse it");
            } else if (now.isBefore(begin)) {
                server.warn(
                        "ssl_cert_path", which + " is not valid before " + Timestamp.of(begin) + "; clients refuse it");
            }
        }
    }

    /** Whether the two are a pair: the public key must verify a signature of the private key. */
    private static boolean fits(PrivateKey privateKey, PublicKey publicKey) throws GeneralSecurityException {
        String algorithm = switch (privateKey.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC", "ECDSA" -> "SHA256withECDSA";
            default -> privateKey.getAlgorithm();
        };
        byte[] sample = {1, 2, 3};
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(privateKey);
        signature.update(sample);
        byte[] signed = signature.sign();
        signature.initVerify(publicKey);
        signature.update(sample);
        return signature.verify(signed);
    }

    private static Optional<Path> file(String key, boolean needed, ConfigSection server, ModuleSettings settings) {
        Optional<String> text = server.text(key);
        if (!needed) {
            return Optional.empty();
        }
        if (text.isEmpty()) {
            server.fault(key, "is required when ssl_enabled is true");
            return Optional.empty();
        }
        try {
            Path path = settings.watched(text.get());
            if (Files.isReadable(path) && Files.isRegularFile(path)) {
                return Optional.of(path);
            }
        } catch (InvalidPathException e) {
            // Reported as the fault below.
        }
        server.fault(key, "is not a readable file");
        return Optional.empty();
    }
}
