package io.mychat.gateway.spi.session;

import java.util.List;
import java.util.Optional;

/**
 * A part of the list of users who are online.
 *
 * @param next where the list goes on; empty: this is its end
 */
public record OnlinePage(List<OnlineUser> users, Optional<String> next) {

    public OnlinePage {
        users = List.copyOf(users);
    }
}
