package io.mychat.gateway.core.buffer;

import org.jspecify.annotations.Nullable;

/** The accounts by kind and size, so that the budget finds those to act on. Guarded by the budget's lock. */
final class AccountIndexes {

    private final SizeIndex strangers = new SizeIndex();
    private final SizeIndex deciding = new SizeIndex();
    private final SizeIndex readers = new SizeIndex();
    private final SizeIndex paused = new SizeIndex();
    private final SizeIndex writers = new SizeIndex();

    /** Updates the indexes after a change of an account; removes an account that ends. */
    void place(ClientBuffers account) {
        if (account.closed || account.leaving) {
            account.moveTo(null, 0, null);
        } else if (account.user == null) {
            SizeIndex index = account.deciding ? deciding : strangers;
            account.moveTo(account.bytes() > 0 ? index : null, account.bytes(), null);
        } else {
            SizeIndex index = account.paused ? paused : readers;
            account.moveTo(
                    account.inbound >= BufferedBytes.SMALL ? index : null,
                    account.inbound,
                    account.outbound >= BufferedBytes.SMALL ? writers : null);
        }
    }

    /** The largest account of a client without a login; clients during their login come last. */
    @Nullable
    ClientBuffers largestStranger() {
        ClientBuffers stranger = strangers.largest();
        return stranger == null ? deciding.largest() : stranger;
    }

    /** Of the logged-in clients that are read, the one with most incoming bytes. */
    @Nullable
    ClientBuffers largestReader() {
        return readers.largest();
    }

    /** Of the logged-in clients that are not read for the budget's sake, the one with most incoming bytes. */
    @Nullable
    ClientBuffers largestPaused() {
        return paused.largest();
    }

    /** Of the logged-in clients, the one with the largest outbound queue. */
    @Nullable
    ClientBuffers largestWriter() {
        return writers.largest();
    }
}
