package io.mychat.gateway.core.cluster;

import io.mychat.gateway.core.event.TakenEntries;
import io.mychat.gateway.core.event.UndeliveredWatch;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.chat.InboxPage;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.session.Session;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds out whether a device on another node has taken a stored message. Thread-safe; blocks. */
public final class ClusterDeliveries implements UndeliveredWatch.OtherNodes {

    private static final int PAGE = 32;
    /** A message with more newer ones in its inbox counts as not taken. */
    private static final int MOST_PAGES = 32;

    private final ClusterSessions sessions;
    private final MessageStore store;

    public ClusterDeliveries(ClusterSessions sessions, MessageStore store) {
        this.sessions = sessions;
        this.store = store;
    }

    /**
     * Whether a session of the recipient on another node has got the message, or its device has acknowledged it. A node
     * that does not answer in time says no.
     *
     * @throws StoreUnavailableException when the stores cannot answer
     */
    @Override
    public boolean haveTaken(ChatMessage message, List<TakenEntries> ended) {
        String userId = message.toUser();
        List<Session> elsewhere = sessions.elsewhere(userId);
        if (elsewhere.isEmpty() && ended.isEmpty()) {
            return false;
        }
        InboxPage bounds = store.readInbox(userId, 0, 0);
        OptionalLong place = find(userId, message.messageId(), bounds);
        if (place.isEmpty()) {
            return false;
        }
        long inboxSeq = place.getAsLong();
        if (ended.stream().anyMatch(taken -> taken.contains(bounds.epoch(), inboxSeq))) {
            return true;
        }
        if (elsewhere.stream().anyMatch(session -> store.acknowledged(userId, session.device()) >= inboxSeq)) {
            return true;
        }
        Set<String> nodes = elsewhere.stream().map(Session::nodeId).collect(Collectors.toSet());
        return sessions.hasTaken(nodes, userId, bounds.epoch(), inboxSeq);
    }

    /** Looks for the message from the newest entry on. */
    private OptionalLong find(String userId, String messageId, InboxPage bounds) {
        long before = bounds.latestSeq() + 1;
        for (int i = 0; i < MOST_PAGES && before > bounds.oldestSeq(); i++) {
            long after = Math.max(0, before - 1 - PAGE);
            InboxPage page = store.readInbox(userId, after, (int) (before - 1 - after));
            OptionalLong found = page.entries().stream()
                    .filter(entry -> entry.message().messageId().equals(messageId))
                    .mapToLong(InboxEntry::inboxSeq)
                    .findFirst();
            if (found.isPresent()) {
                return found;
            }
            before = after + 1;
        }
        return OptionalLong.empty();
    }
}
