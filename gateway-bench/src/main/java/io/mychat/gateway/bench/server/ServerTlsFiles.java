package io.mychat.gateway.bench.server;

import io.mychat.gateway.core.GatewayBuilder;
import java.nio.file.Path;
import java.util.Optional;

/** The certificate that a server presents: with the system property {@code gateway.bench.tls} its ports have TLS. */
public final class ServerTlsFiles {

    /** The directory of {@code cert.pem} and {@code key.pem}. */
    public static final String PROPERTY = "gateway.bench.tls";

    /** The gateway's {@code tls.provider}; unset: the default. */
    static final String PROVIDER = "gateway.bench.tls.provider";

    private ServerTlsFiles() {}

    /** The directory of the files; empty without TLS. */
    static Optional<Path> directory() {
        return Optional.ofNullable(System.getProperty(PROPERTY)).map(Path::of);
    }

    /** Sets what a gateway needs for it, if it has TLS. */
    static void applyTo(GatewayBuilder builder) {
        directory()
                .ifPresent(files -> builder.setting("tls.provider", System.getProperty(PROVIDER, "jdk"))
                        .setting("server.ssl_enabled", true)
                        .setting("server.ssl_cert_path", certificate(files).toString())
                        .setting("server.ssl_key_path", key(files).toString()));
    }

    static Path certificate(Path directory) {
        return directory.resolve("cert.pem");
    }

    static Path key(Path directory) {
        return directory.resolve("key.pem");
    }
}
