package io.mychat.gateway.core.buffer;

import io.mychat.gateway.spi.transport.CloseReason;

/** The owner of an account, as the budget sees it. Safe for use by many threads; no method blocks. */
public interface BufferOwner {

    /** Notes whether its socket may be read. Called under the budget's lock: calls nobody. */
    void noteReading(boolean allowed);

    /** Makes the socket follow the note. Called without a lock. */
    void followNote();

    /** Ends it, so that its bytes are released soon. Called once, without a lock. */
    void evict(CloseReason reason);

    /** An owner whose reading is not in the hands of the budget: it can only be ended. */
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
