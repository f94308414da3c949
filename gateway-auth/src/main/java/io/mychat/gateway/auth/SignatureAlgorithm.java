package io.mychat.gateway.auth;

import java.util.Arrays;
import java.util.Optional;

/** The signatures that a token may carry (RFC 7518, section 3.1); {@code none} is not among them. */
enum SignatureAlgorithm {
    HS256,
    RS256,
    ES256;

    static Optional<SignatureAlgorithm> named(String name) {
        return Arrays.stream(values()).filter(each -> each.name().equals(name)).findFirst();
    }
}
