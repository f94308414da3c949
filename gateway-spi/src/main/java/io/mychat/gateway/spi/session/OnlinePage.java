package io.mychat.gateway.spi.session;

import java.util.List;
import java.util.Optional;

/**
 * A part of the list of users who are online.
 *
 * @param next where the list goes on; empty: this is its end
 * @param unknown how many users of this part are left out because a part of the store does not answer: they may be online
 */
public record OnlinePage(List<OnlineUser> users, Optional<String> next, int unknown) {

    public OnlinePage {
        users = List.copyOf(users);
        if (unknown < 0) {
            throw new IllegalArgumentException("unknown must not be negative");
        }
    }

    /** With nobody unknown. */
    public OnlinePage(List<OnlineUser> users, Optional<String> next) {
        this(users, next, 0);
    }
}
