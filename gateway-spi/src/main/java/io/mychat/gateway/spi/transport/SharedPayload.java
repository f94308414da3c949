package io.mychat.gateway.spi.transport;

import org.jspecify.annotations.Nullable;

/**
 * The payload of one message that is sent to any number of connections. What a transport derives from it, such as its
 * compressed form, is made once for all of them, when the first connection needs it. Thread-safe: this object's lock
 * guards the derived forms.
 *
 * @since 0.1.0
 */
public final class SharedPayload {

    private final byte[] bytes;
    private @Nullable Derived first;

    /** A way to derive other bytes from a payload. It is known by its identity, and many payloads share it. */
    @FunctionalInterface
    public interface Derivation {

        /**
         * Derives the bytes. Called under the lock of the payload, so it must not block or call back.
         *
         * @param payload never changed
         * @return the derived bytes, or {@code payload} itself when it stays as it is; null: not now, so that the next
         *     connection asks again
         */
        byte @Nullable [] derive(byte[] payload);
    }

    private record Derived(
            Derivation by, byte[] bytes, @Nullable Derived next) {}

    /** @param bytes the whole message, a text as valid UTF-8; never changed from now on */
    public SharedPayload(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The payload; it must never be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** What the derivation has made of the payload at its first call; null when it cannot now. */
    public synchronized byte @Nullable [] derived(Derivation by) {
        for (Derived known = first; known != null; known = known.next()) {
            if (known.by() == by) {
                return known.bytes();
            }
        }
        byte[] made = by.derive(bytes);
        if (made != null) {
            first = new Derived(by, made, first);
        }
        return made;
    }
}
