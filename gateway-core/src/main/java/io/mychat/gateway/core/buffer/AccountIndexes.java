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
    void place(HeldBytes held) {
        if (held.account.closed || held.leaving) {
            held.moveTo(null, 0, null);
        } else if (held.user == null) {
            SizeIndex index = held.account.deciding ? deciding : strangers;
            held.moveTo(held.bytes() > 0 ? index : null, held.bytes(), null);
        } else {
            SizeIndex index = held.paused ? paused : readers;
            held.moveTo(
                    held.inbound >= BufferedBytes.SMALL ? index : null,
                    held.inbound,
                    held.outbound >= BufferedBytes.SMALL ? writers : null);
        }
    }

    /** The largest account of a client without a login; clients during their login come last. */
    @Nullable
    HeldBytes largestStranger() {
        HeldBytes stranger = strangers.largest();
        return stranger == null ? deciding.largest() : stranger;
    }

    /** The account with the most incoming bytes among the logged-in clients that are read. */
    @Nullable
    HeldBytes largestReader() {
        return readers.largest();
    }

    /** The account with the most incoming bytes among the logged-in clients whose reading the budget has paused. */
    @Nullable
    HeldBytes largestPaused() {
        return paused.largest();
    }

    /** The account with the largest outbound queue among the logged-in clients. */
    @Nullable
    HeldBytes largestWriter() {
        return writers.largest();
    }
}
