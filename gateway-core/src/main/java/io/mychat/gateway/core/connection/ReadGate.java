package io.mychat.gateway.core.connection;

import io.mychat.gateway.spi.transport.Connection;

/**
 * Whether a connection's socket is read: only while nobody has a reason against it. This object's lock guards the reasons;
 * the transport is told without it, by one thread at a time, so that it ends up with what was decided last.
 */
public final class ReadGate {

    /** Why a socket is not read. */
    public enum Reason {
        /** Too much of the session waits to be handled. */
        QUEUE(1),
        /** The client sends frames faster than it may. */
        RATE(2),
        /** The bytes that are buffered for all clients are used up. */
        BUDGET(4),
        /** A large message waits until a login has been decided. */
        LOGIN(8);

        private final int bit;

        Reason(int bit) {
            this.bit = bit;
        }
    }

    private final Connection connection;
    private final ConnectionTimeouts timer;

    private int reasons;
    private boolean suspended;
    private boolean settling;

    ReadGate(Connection connection, ConnectionTimeouts timer) {
        this.connection = connection;
        this.timer = timer;
    }

    /** Has a reason, or has it no more; returns at once whether or not another thread tells the transport. */
    public void set(Reason reason, boolean holds) {
        note(reason, holds);
        settle();
    }

    /** As {@link #set}, without telling the transport: {@link #settle()} follows. */
    public synchronized void note(Reason reason, boolean holds) {
        reasons = holds ? reasons | reason.bit : reasons & ~reason.bit;
    }

    /** Makes the transport follow. */
    public void settle() {
        while (true) {
            boolean wish;
            synchronized (this) {
                if (settling || suspended == (reasons != 0)) {
                    return;
                }
                settling = true;
                wish = reasons != 0;
            }
            try {
                tell(wish);
            } finally {
                synchronized (this) {
                    suspended = wish;
                    settling = false;
                }
            }
        }
    }

    private void tell(boolean suspend) {
        if (suspend) {
            timer.held(true);
            connection.suspendReceiving();
        } else {
            connection.resumeReceiving();
            timer.held(false);
        }
    }
}
