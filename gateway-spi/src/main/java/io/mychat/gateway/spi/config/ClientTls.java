package io.mychat.gateway.spi.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS of outgoing connections: whom they trust, and the certificate that they show. {@link #adopt} replaces both for new
 * connections, so that renewed files need no restart. Thread-safe.
 *
 * @since 0.1.0
 */
public final class ClientTls {

    private static final String CERTIFICATE = "tls_cert_file";
    private static final String KEY = "tls_key_file";
    private static final String PASSPHRASE = "tls_key_passphrase";
    private static final String AUTHORITIES = "tls_ca_file";

    private final LiveTrustManager trust;
    private final LiveKeyManager keys;
    /** Null until somebody asks for it; guarded by this object's lock. */
    private @Nullable SSLContext context;
    /** What {@link #adopt} has taken over; guarded by this object's lock. */
    private Material material;

    private record Material(Authorities trusted, Optional<CertifiedKey> identity, SettingFiles files) {}

    private ClientTls(Material material) {
        this.material = material;
        this.trust = new LiveTrustManager(material.trusted());
        this.keys = new LiveKeyManager(material.identity());
    }

    /** TLS that trusts these authorities, and shows this certificate. */
    public static ClientTls of(Authorities trusted, Optional<CertifiedKey> identity) {
        return new ClientTls(new Material(trusted, identity, new SettingFiles()));
    }

    /**
     * Reads {@code tls_ca_file}, {@code tls_cert_file}, {@code tls_key_file} and {@code tls_key_passphrase}. Faults are
     * reported to the section; the result is then of no use. Blocks.
     *
     * @param name of the section, for JSON paths
     * @param resolve finds a file of the configuration
     */
    public static ClientTls read(ConfigSection section, String name, Function<String, Path> resolve) {
        SettingFiles noted = new SettingFiles();
        Reader reader = new Reader(section, name, resolve, noted);
        Authorities trusted = reader.authorities();
        return new ClientTls(new Material(trusted, reader.identity(), noted));
    }

    /** Reads the keys of one section. */
    private record Reader(ConfigSection section, String name, Function<String, Path> resolve, SettingFiles noted) {

        Authorities authorities() {
            Optional<Path> file = file(AUTHORITIES);
            if (file.isPresent()) {
                try {
                    return Authorities.read(file.get());
                } catch (PemException e) {
                    section.fault(AUTHORITIES, String.valueOf(e.getMessage()));
                }
            }
            return Authorities.OF_THE_JVM;
        }

        Optional<CertifiedKey> identity() {
            Optional<Path> certificate = file(CERTIFICATE);
            Optional<Path> key = file(KEY);
            Optional<String> passphrase = section.text(PASSPHRASE);
            if (certificate.isEmpty() || key.isEmpty()) {
                if (section.has(CERTIFICATE) != section.has(KEY)) {
                    section.fault(
                            section.has(KEY) ? KEY : CERTIFICATE,
                            "needs " + (section.has(KEY) ? CERTIFICATE : KEY) + " beside it");
                }
                return Optional.empty();
            }
            if (SecretFile.isOpenToOthers(key.get())) {
                section.warn(KEY, SecretFile.WARNING);
            }
            try {
                return Optional.of(CertifiedKey.read(certificate.get(), key.get(), passphrase));
            } catch (PemException e) {
                section.fault(KEY, String.valueOf(e.getMessage()));
                return Optional.empty();
            }
        }

        private Optional<Path> file(String key) {
            try {
                return section.text(key).map(resolve).map(file -> noted.note("$." + name + "." + key, file));
            } catch (InvalidPathException e) {
                section.fault(key, "is not a path");
                return Optional.empty();
            }
        }
    }

    /** The context of all connections. It stays the same, and is made when it is asked for first. */
    public synchronized SSLContext context() {
        SSLContext made = context;
        if (made == null) {
            try {
                made = SSLContext.getInstance("TLS");
                made.init(new KeyManager[] {keys}, new TrustManager[] {trust}, null);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JVM has TLS", e);
            }
            context = made;
        }
        return made;
    }

    /**
     * Takes over the authorities and the certificate of a newly read one, for connections to come.
     *
     * @param next is not used otherwise
     * @return the JSON paths of the keys whose files have other contents
     */
    public synchronized List<String> adopt(ClientTls next) {
        Material taken;
        synchronized (next) {
            taken = next.material;
        }
        trust.use(taken.trusted());
        if (!taken.identity().equals(material.identity())) {
            keys.use(taken.identity());
        }
        List<String> changed = taken.files().changedSince(material.files());
        material = taken;
        return changed;
    }
}
