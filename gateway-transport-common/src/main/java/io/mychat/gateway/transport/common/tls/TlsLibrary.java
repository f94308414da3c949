package io.mychat.gateway.transport.common.tls;

import io.mychat.gateway.transport.common.tls.boringssl.BoringSsl;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code tls.provider}: whose TLS the ports have. */
public enum TlsLibrary {
    /** That of the JDK. */
    JDK,
    /** BoringSSL, by Netty's classes; both are optional. */
    BORINGSSL;

    /** Loads it; why this JVM cannot use it, and empty when it can. */
    Optional<String> fault() {
        if (this == JDK) {
            return Optional.empty();
        }
        try {
            return BoringSsl.fault();
        } catch (LinkageError e) {
            return Optional.of("netty-handler and netty-tcnative-boringssl-static have to be on the class path");
        }
    }

    /** The names of the ciphers that it knows. */
    Set<String> ciphers() {
        return this == JDK ? ServerTls.supportedCiphers() : BoringSsl.ciphers();
    }

    /** Those of them that serve TLS 1.3 whether they are named or not. */
    List<String> ciphersAlwaysServed() {
        return this == JDK ? List.of() : BoringSsl.OF_TLS_13;
    }
}
