package io.mychat.gateway.spi.chat;

import io.mychat.gateway.spi.session.UserInfo;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The users whose inboxes a message enters.
 *
 * @since 0.1.0
 */
public final class InboxOwners {

    private InboxOwners() {}

    /** Whether messages from and to this user enter an inbox of the user; all have one but {@link UserInfo#SYSTEM}. */
    public static boolean hasInbox(String userId) {
        return !userId.equals(UserInfo.SYSTEM);
    }

    /**
     * The sender and the recipient, in this order, once when they are the same. {@link UserInfo#SYSTEM} has no inbox: it
     * never logs in, and it may send more than all others together.
     */
    public static Set<String> of(String fromUser, String toUser) {
        Set<String> owners = new LinkedHashSet<>();
        owners.add(fromUser);
        owners.add(toUser);
        owners.remove(UserInfo.SYSTEM);
        return owners;
    }
}
