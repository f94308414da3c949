package io.mychat.gateway.transport.undertow;

import io.mychat.gateway.spi.config.ConfigSection;
import io.mychat.gateway.spi.config.ModuleSettings;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509ExtendedKeyManager;
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
        try {
            if (PemUtils.loadCertificate(certificate.get()).isEmpty()) {
                server.fault("ssl_cert_path", "the file holds no PEM certificate");
                return null;
            }
        } catch (RuntimeException e) {
            server.fault("ssl_cert_path", "the file holds no readable PEM certificate");
            return null;
        }
        try {
            X509ExtendedKeyManager identity = PemUtils.loadIdentityMaterial(certificate.get(), key.get());
            return SSLFactory.builder().withIdentityMaterial(identity).build().getSslContext();
        } catch (RuntimeException e) {
            server.fault("ssl_key_path", "the file holds no unencrypted PEM private key that fits the certificate");
            return null;
        }
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
