package io.mychat.gateway.core.buffer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The bytes of one user's sessions on this node, while there are some. Guarded by the budget's lock. */
final class UserShare {

    final String userId;
    final List<HeldBytes> accounts = new ArrayList<>(1);
    /** The bytes of the user's accounts, except those of closing connections. */
    long bytes;

    boolean paused;

    UserShare(String userId) {
        this.userId = userId;
    }

    /** The session with the largest outbound queue; without queues, the largest session. */
    Optional<HeldBytes> largest() {
        return accounts.stream()
                .filter(held -> !held.leaving && held.bytes() > 0)
                .max(Comparator.<HeldBytes>comparingLong(held -> held.outbound).thenComparingLong(HeldBytes::bytes));
    }
}
