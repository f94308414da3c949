package io.mychat.gateway.testkit;

import io.mychat.gateway.spi.transport.BufferAccount;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A {@link BufferAccount} that reports its reserved bytes and refuses bytes beyond a limit. Thread-safe.
 *
 * @since 0.1.0
 */
public final class CountingAccount implements BufferAccount {

    private final AtomicLong inbound = new AtomicLong();
    private final AtomicLong outbound = new AtomicLong();
    private volatile long limit = Long.MAX_VALUE;
    private volatile boolean closed;

    /** Sets the limit for the inbound and for the outbound bytes. */
    public void limit(long bytes) {
        limit = bytes;
    }

    @Override
    public boolean reserve(Use use, int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("bytes must be positive, not " + bytes);
        }
        AtomicLong held = held(use);
        if (held.addAndGet(bytes) <= limit) {
            return true;
        }
        held.addAndGet(-bytes);
        return false;
    }

    @Override
    public void release(Use use, int bytes) {
        held(use).addAndGet(-bytes);
    }

    @Override
    public void close() {
        closed = true;
    }

    /** The reserved inbound bytes. */
    public long inbound() {
        return inbound.get();
    }

    /** The reserved outbound bytes. */
    public long outbound() {
        return outbound.get();
    }

    public boolean isClosed() {
        return closed;
    }

    private AtomicLong held(Use use) {
        return use == Use.INBOUND ? inbound : outbound;
    }
}
