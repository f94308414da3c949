package io.mychat.gateway.core.buffer;

import org.jspecify.annotations.Nullable;

/**
 * Indexes of the accounts by kind and size, which give the budget the largest accounts. Guarded by the budget's lock.
 */
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

    /** The account with the most incoming bytes among the logged-in clients that are read. */
    @Nullable
    ClientBuffers largestReader() {
        return readers.largest();
    }

    /** The account with the most incoming bytes among the logged-in clients whose reading the budget has paused. */
    @Nullable
    ClientBuffers largestPaused() {
        return paused.largest();
    }

    /** The account with the largest outbound queue among the logged-in clients. */
    @Nullable
    ClientBuffers largestWriter() {
        return writers.largest();
    }
}
