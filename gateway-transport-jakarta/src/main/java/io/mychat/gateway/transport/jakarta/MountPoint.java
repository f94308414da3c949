package io.mychat.gateway.transport.jakarta;

import org.jspecify.annotations.Nullable;

/**
 * A place in the host's container, behind which a gateway runs or does not. Thread-safe.
 *
 * @param <T> what runs there
 */
final class MountPoint<T> {

    private volatile @Nullable T content;

    /** @throws IllegalStateException when another gateway runs here */
    synchronized void open(T opened) {
        if (content != null) {
            throw new IllegalStateException("Another gateway runs on this JakartaMount: each needs its own");
        }
        content = opened;
    }

    synchronized void close() {
        content = null;
    }

    boolean isOpen() {
        return content != null;
    }

    @Nullable
    T content() {
        return content;
    }
}
