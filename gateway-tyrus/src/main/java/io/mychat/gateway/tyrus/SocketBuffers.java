package io.mychat.gateway.tyrus;

import io.mychat.gateway.spi.transport.BufferAccount;
import io.mychat.gateway.spi.transport.BufferAccount.Use;
import java.util.function.LongSupplier;

/**
 * The bytes that are buffered for one client, in the gateway's budget. Few bytes are not counted, so that most messages
 * cost no lock of the process. Thread-safe; the monitor is never held during a call of the account, which may end
 * connections.
 */
final class SocketBuffers {

    /** Fewer bytes are not counted. */
    static final int UNCOUNTED = 1024;

    private final BufferAccount account;
    private final EndpointCounts counts;
    private int inbound;
    private int outbound;
    private boolean closed;

    SocketBuffers(BufferAccount account, EndpointCounts counts) {
        this.account = account;
        this.counts = counts;
    }

    /**
     * The input that is kept now. Called on the I/O thread.
     *
     * @return false when the budget has no room: the bytes must not be kept
     */
    boolean inbound(long bytes) {
        return change(Use.INBOUND, () -> bytes);
    }

    /**
     * The output that waits has changed.
     *
     * @param waiting asked within the monitor, so that calls which overtake each other end with the newest number
     */
    void outbound(LongSupplier waiting) {
        boolean unused = change(Use.OUTBOUND, waiting); // refused after the end only
    }

    private boolean change(Use use, LongSupplier bytes) {
        int more;
        synchronized (this) {
            int target = counted(bytes.getAsLong());
            if (closed) {
                return target == 0;
            }
            more = target - (use == Use.INBOUND ? inbound : outbound);
            set(use, target);
        }
        if (more < 0) {
            account.release(use, -more);
        } else if (more > 0 && !account.reserve(use, more)) {
            synchronized (this) {
                if (!closed) {
                    set(use, (use == Use.INBOUND ? inbound : outbound) - more);
                }
            }
            return false;
        }
        return true;
    }

    private static int counted(long bytes) {
        return bytes <= UNCOUNTED ? 0 : (int) Math.min(Integer.MAX_VALUE, bytes);
    }

    private void set(Use use, int bytes) {
        if (use == Use.INBOUND) {
            counts.buffered(bytes - inbound);
            inbound = bytes;
        } else {
            counts.buffered(bytes - outbound);
            outbound = bytes;
        }
    }

    /** Gives back everything. */
    void close() {
        synchronized (this) {
            closed = true;
            counts.buffered(-inbound - outbound);
            inbound = 0;
            outbound = 0;
        }
        account.close();
    }
}
