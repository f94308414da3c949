package io.mychat.gateway.core.buffer;

import org.jspecify.annotations.Nullable;

/** The accounts that the budget may have to act on, by what they are and by size. Guarded by the budget's lock. */
final class AccountIndexes {

    private final SizeIndex strangers = new SizeIndex();
    private final SizeIndex deciding = new SizeIndex();
    private final SizeIndex readers = new SizeIndex();
    private final SizeIndex paused = new SizeIndex();
    private final SizeIndex writers = new SizeIndex();

    /** Puts an account that has changed where it belongs; one that ends belongs nowhere. */
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

    /** The client without a login that holds most; one whose login is being decided comes after all others. */
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
