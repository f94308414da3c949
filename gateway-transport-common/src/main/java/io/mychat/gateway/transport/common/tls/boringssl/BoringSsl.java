package io.mychat.gateway.transport.common.tls.boringssl;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/** The library. Each method may throw a {@link LinkageError} where Netty is missing. */
public final class BoringSsl {

    /** The ciphers of TLS 1.3, none of which BoringSSL lets one leave out. */
    public static final List<String> OF_TLS_13 =
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

    private static final String NAME = "BoringSSL";

    private BoringSsl() {}

    /** Loads the library; says why it cannot be used, and is empty when it can. */
    public static Optional<String> fault() {
        if (!OpenSsl.isAvailable()) {
            Throwable cause = OpenSsl.unavailabilityCause();
            return Optional.of("the native library does not load: " + (cause == null ? "" : cause.getMessage()));
        }
        if (!NAME.equals(OpenSsl.versionString()) || !SslProvider.isTlsv13Supported(SslProvider.OPENSSL)) {
            return Optional.of("the native library is " + OpenSsl.versionString() + ", not " + NAME);
        }
        return Optional.empty();
    }

    /** The names of its ciphers, as the JDK has them. */
    public static Set<String> ciphers() {
        return OpenSsl.availableJavaCipherSuites();
    }

    /**
     * A context for engines of servers.
     *
     * @throws IllegalArgumentException when the library refuses the key, the certificate or the ciphers
     */
    public static SSLContext context(Identity identity) {
        try {
            return new ServerContext(new ServerEngines(identity, System::nanoTime));
        } catch (SSLException e) {
            throw new IllegalArgumentException("BoringSSL cannot use this key", e);
        }
    }
}
