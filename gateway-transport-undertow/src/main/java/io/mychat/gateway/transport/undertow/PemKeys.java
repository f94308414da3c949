package io.mychat.gateway.transport.undertow;

import io.mychat.gateway.spi.config.ConfigSection;
import io.mychat.gateway.spi.config.ModuleSettings;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import nl.altindag.ssl.SSLFactory;
import nl.altindag.ssl.pem.util.PemUtils;
import org.jspecify.annotations.Nullable;

/** The server's certificate and private key, from PEM files. */
final class PemKeys {

    private PemKeys() {}

    /** The TLS that the section asks for; null when it asks for none, or when it has faults. */
    static @Nullable SSLContext read(ConfigSection server, ModuleSettings settings) {
        boolean enabled = server.flag("ssl_enabled", false);
        Optional<Path> certificate = file("ssl_cert_path", enabled, server, settings);
        Optional<Path> key = file("ssl_key_path", enabled, server, settings);
        if (!enabled || certificate.isEmpty() || key.isEmpty()) {
            return null;
        }
        List<X509Certificate> chain;
        try {
            chain = PemUtils.loadCertificate(certificate.get());
        } catch (RuntimeException e) {
            chain = List.of();
        }
        if (chain.isEmpty()) {
            server.fault("ssl_cert_path", "the file holds no readable PEM certificate");
            return null;
        }
        try {
            if (fits(PemUtils.loadPrivateKey(key.get()), chain.get(0).getPublicKey())) {
                return SSLFactory.builder()
                        .withIdentityMaterial(PemUtils.loadIdentityMaterial(certificate.get(), key.get()))
                        .build()
                        .getSslContext();
            }
        } catch (RuntimeException | GeneralSecurityException e) {
            // the same fault: what is wrong inside a key is nobody's business
        }
        server.fault("ssl_key_path", "the file holds no unencrypted PEM private key that fits the certificate");
        return null;
    }

    /** Whether the two belong together: what one signs the other must confirm. */
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
            server.fault(key, "is needed when ssl_enabled is true");
            return Optional.empty();
        }
        try {
            Path path = settings.resolve(text.get());
            if (Files.isReadable(path) && Files.isRegularFile(path)) {
                return Optional.of(path);
            }
        } catch (InvalidPathException e) {
            // falls through to the same fault
        }
        server.fault(key, "is not a readable file");
        return Optional.empty();
    }
}
