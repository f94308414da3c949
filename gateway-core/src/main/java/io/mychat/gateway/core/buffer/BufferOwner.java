package io.mychat.gateway.core.buffer;

import io.mychat.gateway.spi.transport.CloseReason;

/** The owner of an account, as the budget sees it. Thread-safe; no method blocks. */
public interface BufferOwner {

    /** Records whether the socket may be read. Called under the budget's lock; must not call other objects. */
    void noteReading(boolean allowed);

    /** Makes the socket follow the note. Called without a lock. */
    void followNote();

    /** Ends it, so that its bytes are released soon. Called once, without a lock. */
    void evict(CloseReason reason);

    /** An owner that the budget can close but not suspend. */
    static BufferOwner evictOnly(Runnable onEvicted) {
        return new BufferOwner() {
            @Override
            public void noteReading(boolean allowed) {}

            @Override
            public void followNote() {}

            @Override
            public void evict(CloseReason reason) {
                onEvicted.run();
            }
        };
    }
}
