package io.mychat.gateway.core;

import com.github.f4b6a3.uuid.UuidCreator;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;

/** Makes every name that the gateway gives. Thread-safe. */
final class IdGenerator {

    private static final int SECRET_BYTES = 32;

    private final SecureRandom random = new SecureRandom();

    String session() {
        return "s-" + UUID.randomUUID();
    }

    String device() {
        return "d-" + UUID.randomUUID();
    }

    String node() {
        return "n-" + UUID.randomUUID();
    }

    /** A UUIDv7. Within one process each id is greater than the previous one. */
    String message() {
        return UuidCreator.getTimeOrderedEpochPlus1().toString();
    }

    /** 256 random bits. */
    String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    SecureRandom random() {
        return random;
    }
}
