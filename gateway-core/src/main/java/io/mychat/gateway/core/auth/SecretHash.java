package io.mychat.gateway.core.auth;

import io.mychat.gateway.core.codec.Sha256;

/** The stored SHA-256 of a random secret, which is useless without the secret. */
final class SecretHash {

    private SecretHash() {}

    static String of(String secret) {
        return Sha256.hex(secret);
    }
}
