package io.mychat.gateway.transport.common.tls;

import io.mychat.gateway.spi.config.Authorities;
import io.mychat.gateway.spi.config.CertifiedKey;
import io.mychat.gateway.spi.config.ConfigSection;
import io.mychat.gateway.spi.config.ModuleSettings;
import io.mychat.gateway.spi.config.PemException;
import io.mychat.gateway.spi.config.PemFile;
import io.mychat.gateway.spi.config.SecretFile;
import io.mychat.gateway.spi.transport.ConnectionGate.PortKind;
import io.mychat.gateway.transport.common.tls.TlsSettings.ClientAuth;
import io.mychat.gateway.transport.common.tls.TlsSettings.ClientCertificates;
import io.mychat.gateway.transport.common.tls.TlsSettings.Sessions;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads and checks the keys {@code ssl_*} of section {@code server}, and section {@code tls}. */
public final class TlsReader {

    private final ModuleSettings settings;
    private final ConfigSection server;
    private final ConfigSection tls;

    private TlsReader(ModuleSettings settings) {
        this.settings = settings;
        this.server = settings.section("server");
        this.tls = settings.section("tls");
    }

    /** The settings; null without TLS, and when they have faults. */
    public static @Nullable TlsSettings read(ModuleSettings settings) {
        return new TlsReader(settings).read();
    }

    private @Nullable TlsSettings read() {
        boolean enabled = server.flag("ssl_enabled");
        Optional<String> passphrase = tls.text("key_passphrase");
        TlsLibrary provider = provider(enabled);
        List<String> protocols = list("protocols", List.of(), () -> Set.copyOf(TlsSettings.PROTOCOLS));
        List<String> ciphers = ciphers(provider, protocols);
        Duration warning = tls.duration("expiry_warning_days");
        Sessions sessions = new Sessions(tls.duration("session_timeout_seconds"), tls.integer("session_cache_size"));
        ClientCertificates clients = clients(enabled);
        // A gateway that obtains its certificate by itself has none at its first start.
        boolean awaited = tls.flag("await_certificate", settings.section("acme").isPresent());
        Optional<Path> certificate = file("ssl_cert_path", enabled, awaited);
        Optional<Path> key = file("ssl_key_path", enabled, awaited);
        if (!enabled || certificate.isEmpty() || key.isEmpty()) {
            return null;
        }
        Optional<CertifiedKey> identity = Optional.empty();
        if (awaited && Files.notExists(certificate.get())) {
            server.warn("ssl_cert_path", "does not exist yet: no TLS handshake succeeds until something writes it");
        } else {
            identity = Optional.ofNullable(identity(certificate.get(), key.get(), passphrase));
            if (identity.isEmpty()) {
                return null;
            }
        }
        if (protocols.isEmpty() || ciphers.isEmpty()) {
            return null;
        }
        TlsSettings read = new TlsSettings(provider, identity, protocols, ciphers, warning, sessions, clients);
        return identity.isEmpty() || handshakes(read, identity.get()) ? read : null;
    }

    /** The library; the JDK's after a fault, for the checks of the other keys. */
    private TlsLibrary provider(boolean enabled) {
        TlsLibrary wanted = tls.word("provider", TlsLibrary.class).orElse(TlsLibrary.JDK);
        Optional<String> missing = enabled ? wanted.fault() : Optional.empty();
        missing.ifPresent(
                why -> tls.fault("provider", wanted.name().toLowerCase(Locale.ROOT) + " is of no use: " + why));
        return enabled && missing.isEmpty() ? wanted : TlsLibrary.JDK;
    }

    private List<String> ciphers(TlsLibrary provider, List<String> protocols) {
        List<String> ciphers = list("ciphers", TlsSettings.INTERMEDIATE, provider::ciphers);
        List<String> absent = provider.ciphersAlwaysServed().stream()
                .filter(cipher -> !ciphers.contains(cipher))
                .toList();
        if (!ciphers.isEmpty() && !absent.isEmpty() && protocols.contains("TLSv1.3")) {
            tls.fault(
                    "ciphers",
                    "lacks " + String.join(", ", absent) + ", and boringssl serves them in TLSv1.3 nevertheless; add"
                            + " them, or leave TLSv1.3 out of tls.protocols");
        }
        return ciphers;
    }

    private ClientCertificates clients(boolean enabled) {
        ConfigSection section = tls.section("client_auth");
        Map<PortKind, ClientAuth> ports = new EnumMap<>(PortKind.class);
        for (PortKind port : PortKind.values()) {
            section.word(port.name().toLowerCase(Locale.ROOT), ClientAuth.class)
                    .filter(auth -> auth != ClientAuth.NONE)
                    .ifPresent(auth -> ports.put(port, auth));
        }
        Optional<String> file = tls.text("client_ca_file");
        if (!enabled) {
            if (!ports.isEmpty()) {
                tls.fault("client_auth", "needs server.ssl_enabled: without TLS no client shows a certificate");
            }
            return ClientCertificates.NONE;
        }
        if (file.isEmpty()) {
            if (!ports.isEmpty()) {
                tls.fault("client_ca_file", "is required for tls.client_auth: the PEM file of the clients' authority");
            }
            return ClientCertificates.NONE;
        }
        try {
            return new ClientCertificates(ports, Authorities.read(settings.watched(file.get())));
        } catch (InvalidPathException e) {
            tls.fault("client_ca_file", "is not a path");
        } catch (PemException e) {
            tls.fault("client_ca_file", String.valueOf(e.getMessage()));
        }
        return ClientCertificates.NONE;
    }

    private @Nullable CertifiedKey identity(Path certificate, Path key, Optional<String> passphrase) {
        List<X509Certificate> chain;
        try {
            chain = PemFile.read(certificate).certificates();
        } catch (PemException e) {
            server.fault("ssl_cert_path", "the file contains no readable PEM certificate");
            return null;
        }
        if (SecretFile.isOpenToOthers(key)) {
            server.warn("ssl_key_path", SecretFile.WARNING);
        }
        Optional<String> weak = CertificateCheck.fault(chain);
        weak.ifPresent(fault -> server.fault("ssl_cert_path", fault));
        CertificateCheck.warnings(chain, settings.time().now())
                .forEach(warning -> server.warn("ssl_cert_path", warning));
        try {
            CertifiedKey identity = CertifiedKey.read(certificate, key, passphrase);
            return weak.isPresent() ? null : identity;
        } catch (PemException e) {
            server.fault("ssl_key_path", e.getMessage() + hint(e, passphrase));
            return null;
        }
    }

    private static String hint(PemException e, Optional<String> passphrase) {
        boolean needed = passphrase.isEmpty() && String.valueOf(e.getMessage()).endsWith("set its passphrase");
        return needed ? " in tls.key_passphrase" : "";
    }

    /** Tries a handshake of each version: some keys can be read, and no TLS of this JVM serves them. */
    private boolean handshakes(TlsSettings read, CertifiedKey identity) {
        for (String protocol : read.protocols()) {
            if (!HandshakeProbe.succeeds(read, identity, protocol)) {
                if (tls.has("ciphers")) {
                    tls.fault(
                            "ciphers",
                            "has no cipher for " + protocol + " with this certificate; add one, or leave " + protocol
                                    + " out of tls.protocols");
                } else {
                    server.fault(
                            "ssl_cert_path",
                            "the certificate and its key fit, but no TLS handshake succeeds with them; "
                                    + "use RSA from 2048 bits on, or EC on secp256r1, secp384r1 or secp521r1");
                }
                return false;
            }
        }
        return true;
    }

    /** A list of names; {@code standard} when it is absent and the schema has no default, and empty after a fault. */
    private List<String> list(String key, List<String> standard, Supplier<Set<String>> all) {
        List<String> names = tls.texts(key);
        if (names.isEmpty() && !tls.has(key)) {
            return standard;
        }
        Set<String> known = all.get(); // the JDK's take a while: it makes its TLS for them
        List<String> unknown =
                names.stream().filter(name -> !known.contains(name)).toList();
        if (names.isEmpty() || !unknown.isEmpty()) {
            tls.fault(
                    key,
                    (names.isEmpty() ? "is empty" : "has unknown names: " + String.join(", ", unknown)) + "; known are "
                            + String.join(", ", known.stream().sorted().toList()));
            return List.of();
        }
        return names;
    }

    private Optional<Path> file(String key, boolean needed, boolean awaited) {
        Optional<String> text = server.text(key);
        if (!needed) {
            return Optional.empty();
        }
        if (text.isEmpty()) {
            server.fault(key, "is required when ssl_enabled is true");
            return Optional.empty();
        }
        String what = "is not a path";
        try {
            Path path = settings.watched(text.get());
            boolean readable = Files.isReadable(path) && Files.isRegularFile(path);
            if (readable || (awaited && Files.notExists(path))) {
                return Optional.of(path);
            }
            what = "is not a readable file: " + path;
        } catch (InvalidPathException e) {
            // Reported as the fault below.
        }
        server.fault(key, what);
        return Optional.empty();
    }
}
