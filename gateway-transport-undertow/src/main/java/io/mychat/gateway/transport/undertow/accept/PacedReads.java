package io.mychat.gateway.transport.undertow.accept;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.StreamSourceConduit;

/**
 * Reads from a new connection's socket within the {@link LoopBudget} of its I/O thread, below TLS. When the turn's
 * budget is used up the socket is not read and not selected until the connection gets its turn. {@link #end()} lifts it
 * for good.
 *
 * <p>Reads come on the I/O thread, resumptions from others too: this object's lock guards the state.
 */
final class PacedReads extends AbstractStreamSourceConduit<StreamSourceConduit> {

    private final LoopBudget budget;
    private boolean waiting;
    /** While it waits: whether reads are resumed for those above. */
    private boolean wanted;
    /** The next read has its step already. */
    private boolean granted;

    private boolean ended;

    PacedReads(StreamSourceConduit next, LoopBudget budget) {
        super(next);
        this.budget = budget;
    }

    /** Ends the pacing: the first request is complete. */
    synchronized void end() {
        ended = true;
    }

    /** The conduit of the socket. */
    StreamSourceConduit socket() {
        return next;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return mayRead() ? next.read(target) : 0;
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
        return mayRead() ? next.read(targets, offset, length) : 0;
    }

    private synchronized boolean mayRead() {
        if (ended) {
            return true;
        }
        if (waiting) {
            return false;
        }
        if (granted || budget.tryTake()) {
            granted = false;
            return true;
        }
        waiting = true;
        wanted = next.isReadResumed();
        next.suspendReads();
        budget.runLater(this::turn);
        return false;
    }

    private synchronized void turn() {
        waiting = false;
        granted = true;
        if (wanted) {
            next.wakeupReads();
        }
    }

    @Override
    public synchronized void resumeReads() {
        if (waiting) {
            wanted = true;
        } else {
            next.resumeReads();
        }
    }

    @Override
    public synchronized void wakeupReads() {
        if (waiting) {
            wanted = true;
        } else {
            next.wakeupReads();
        }
    }

    @Override
    public synchronized void suspendReads() {
        wanted = false;
        next.suspendReads();
    }

    @Override
    public synchronized boolean isReadResumed() {
        return waiting ? wanted : next.isReadResumed();
    }
}
