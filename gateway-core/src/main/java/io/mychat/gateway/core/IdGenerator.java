package io.mychat.gateway.core;

import com.github.f4b6a3.uuid.UuidCreator;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;
import java.util.function.Supplier;

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

    Supplier<String> sessions() {
        return new Names(Kind.SESSION);
    }

    Supplier<String> devices() {
        return new Names(Kind.DEVICE);
    }

    Supplier<String> messages() {
        return new Names(Kind.MESSAGE);
    }

    Supplier<String> secrets() {
        return new Names(Kind.SECRET);
    }

    private enum Kind {
        SESSION,
        DEVICE,
        MESSAGE,
        SECRET
    }

    /** One class for all kinds, since a start pays for each lambda. */
    private final class Names implements Supplier<String> {

        private final Kind kind;

        Names(Kind kind) {
            this.kind = kind;
        }

        @Override
        public String get() {
            return switch (kind) {
                case SESSION -> session();
                case DEVICE -> device();
                case MESSAGE -> message();
                case SECRET -> secret();
            };
        }
    }

    SecureRandom random() {
        return random;
    }
}
