package io.mychat.gateway.auth;

import java.util.Optional;

/** The signatures that a token may carry (RFC 7518, section 3.1); {@code none} is not among them. */
enum SignatureAlgorithm {
    HS256,
    RS256,
    ES256;

    static Optional<SignatureAlgorithm> named(String name) {
        for (SignatureAlgorithm each : values()) {
            if (each.name().equals(name)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
