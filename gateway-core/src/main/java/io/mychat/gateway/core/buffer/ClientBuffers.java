package io.mychat.gateway.core.buffer;

import io.mychat.gateway.spi.transport.BufferAccount;
import org.jspecify.annotations.Nullable;

/** One client's account. All its state is guarded by the budget's lock. */
public final class ClientBuffers implements BufferAccount {

    private final BufferedBytes budget;
    final BufferOwner owner;

    long inbound;
    long outbound;
    /** The share of the user; null before a login. */
    @Nullable
    UserShare user;

    boolean deciding;
    boolean leaving;
    boolean paused;
    boolean closed;

    private @Nullable IndexEntry total;
    private @Nullable IndexEntry writing;

    ClientBuffers(BufferedBytes budget, BufferOwner owner) {
        this.budget = budget;
        this.owner = owner;
    }

    @Override
    public boolean reserve(Use use, int bytes) {
        return budget.reserve(this, use, bytes);
    }

    @Override
    public void release(Use use, int bytes) {
        budget.release(this, use, bytes);
    }

    @Override
    public void close() {
        budget.close(this);
    }

    /** Assigns the bytes to a user after a login. */
    public void bindTo(String userId) {
        budget.bind(this, userId);
    }

    /** Whether a login is being decided: such a client loses its bytes after all others that are not logged in. */
    public void deciding(boolean now) {
        budget.deciding(this, now);
    }

    long bytes() {
        return inbound + outbound;
    }

    /** Puts this account where the budget finds it. */
    void moveTo(@Nullable SizeIndex index, long size, @Nullable SizeIndex writers) {
        total = moved(total, index, size);
        writing = moved(writing, writers, outbound);
    }

    private @Nullable IndexEntry moved(@Nullable IndexEntry place, @Nullable SizeIndex next, long size) {
        if (next == null && place == null) {
            return null;
        }
        IndexEntry moving = place == null ? new IndexEntry() : place;
        moving.moveTo(next, size);
        return next == null ? null : moving;
    }

    /** The position of this account in one index. */
    private final class IndexEntry {

        private @Nullable SizeIndex index;
        private int sizeClass;

        void moveTo(@Nullable SizeIndex next, long size) {
            int nextClass = SizeIndex.sizeClass(Math.max(0, size));
            SizeIndex before = index;
            if (before == next && nextClass == sizeClass) {
                return;
            }
            if (before != null) {
                before.remove(sizeClass, ClientBuffers.this);
            }
            if (next != null) {
                next.add(nextClass, ClientBuffers.this);
            }
            index = next;
            sizeClass = nextClass;
        }
    }
}
