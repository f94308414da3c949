package io.mychat.gateway.core.buffer;

import io.mychat.gateway.spi.transport.CloseReason;
import java.util.ArrayList;
import java.util.List;

/** Notes what the budget wants of it. Used by one thread. */
final class FakeHolder implements BufferOwner {

    final List<CloseReason> evictions = new ArrayList<>();
    boolean read = true;
    private boolean noted = true;

    @Override
    public void noteReading(boolean allowed) {
        noted = allowed;
    }

    @Override
    public void followNote() {
        read = noted;
    }

    @Override
    public void evict(CloseReason reason) {
        evictions.add(reason);
    }
}
