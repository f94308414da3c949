package io.mychat.gateway.spi.session;

import java.util.List;
import java.util.Optional;

/**
 * A part of the list of users who are online.
 *
 * @param next the cursor of the next page; empty: this is the last page
 * @param unknown number of users of this page that may be online but are left out because a part of the store does not
 *     answer
 * @since 0.1.0
 */
public record OnlinePage(List<OnlineUser> users, Optional<String> next, int unknown) {

    public OnlinePage {
        users = List.copyOf(users);
        if (unknown < 0) {
            throw new IllegalArgumentException("unknown must not be negative");
        }
    }

    /** A page without unknown users. */
    public OnlinePage(List<OnlineUser> users, Optional<String> next) {
        this(users, next, 0);
    }
}
