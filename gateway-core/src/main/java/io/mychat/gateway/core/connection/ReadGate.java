package io.mychat.gateway.core.connection;

import io.mychat.gateway.spi.transport.Connection;

/**
 * Decides whether a connection's socket is read: it is, while there is no {@link Reason} against it. This object's lock guards
 * the reasons. The transport is called without the lock, by one thread at a time, so that the last decision takes effect last.
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
        LOGIN(8),
        /** A hook decides about the new connection. */
        HANDSHAKE(16);

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

    /** Adds or removes a reason. Returns at once, also while another thread calls the transport. */
    public void set(Reason reason, boolean holds) {
        note(reason, holds);
        settle();
    }

    /** As {@link #set}, without calling the transport: {@link #settle()} has to follow. Safe under a lock of the caller. */
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
                apply(wish);
            } finally {
                synchronized (this) {
                    suspended = wish;
                    settling = false;
                }
            }
        }
    }

    private void apply(boolean suspend) {
        if (suspend) {
            timer.held(true);
            connection.suspendReceiving();
        } else {
            connection.resumeReceiving();
            timer.held(false);
        }
    }
}
