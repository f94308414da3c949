package io.mychat.gateway.core.buffer;

import io.mychat.gateway.spi.transport.BufferAccount;
import org.jspecify.annotations.Nullable;

/** One client's account, which has {@link HeldBytes} only while there are some. All its state is guarded by the budget's lock. */
public final class ClientBuffers implements BufferAccount {

    private final BufferedBytes budget;
    final BufferOwner owner;

    /** Null before a login. */
    @Nullable
    String userId;

    /** Null: nothing is buffered for the client. */
    @Nullable
    HeldBytes held;

    boolean deciding;
    boolean closed;

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
    public void bindTo(String user) {
        budget.bind(this, user);
    }

    /** Whether a login is being decided: such a client loses its bytes after all others that are not logged in. */
    public void deciding(boolean now) {
        budget.deciding(this, now);
    }

    /** The key in the index of users; empty before a login. */
    String user() {
        return userId == null ? "" : userId;
    }
}
