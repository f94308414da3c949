package io.mychat.gateway.core.auth;

import io.mychat.gateway.core.codec.Sha256;
import java.util.HexFormat;

/** SHA-256 of an unguessable secret, as it is stored: without the secret the hash opens nothing. */
final class SecretHash {

    private SecretHash() {}

    static String of(String secret) {
        return HexFormat.of().formatHex(Sha256.of(secret));
    }
}
