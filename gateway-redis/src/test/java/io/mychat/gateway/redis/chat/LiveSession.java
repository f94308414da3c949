package io.mychat.gateway.redis.chat;

import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.chat.InboxListener;
import io.mychat.gateway.spi.chat.InboxPage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What a gateway tells one session of its inbox: hints that are next as they are, everything else from the store. */
final class LiveSession implements InboxListener {

    private record Hinted(String epoch, InboxEntry entry) {}

    private final RedisMessageStore store;
    private final String userId;
    private final Deque<Hinted> hints = new ArrayDeque<>();
    private final List<String> delivered = new ArrayList<>();
    private String epoch;
    private long cursor;
    private boolean wanted;
    private int losses;

    LiveSession(RedisMessageStore store, String userId) {
        this.store = store;
        this.userId = userId;
        InboxPage bounds = store.readInbox(userId, 0, 0);
        this.epoch = bounds.epoch();
        this.cursor = bounds.latestSeq();
    }

    /** Contents since it began, or since it was last told of a loss. */
    List<String> delivered() {
        return delivered;
    }

    /** How often it was told that something was lost. */
    int losses() {
        return losses;
    }

    String epoch() {
        return epoch;
    }

    @Override
    public void onArrived(String user, String entryEpoch, InboxEntry entry) {
        if (user.equals(userId)) {
            hints.add(new Hinted(entryEpoch, entry));
        }
    }

    @Override
    public void mayHaveArrived(String user) {
        wanted |= user.equals(userId);
    }

    @Override
    public void onHintsLost() {
        wanted = true;
    }

    void run() {
        while (wanted || !hints.isEmpty()) {
            Hinted hint = wanted ? null : hints.poll();
            wanted = false;
            if (hint == null || !deliver(hint)) {
                read();
            }
        }
    }

    private boolean deliver(Hinted hint) {
        long number = hint.entry().inboxSeq();
        if (!hint.epoch().equals(epoch) || number > cursor + 1) {
            return false;
        }
        if (number == cursor + 1) {
            delivered.add(hint.entry().message().content());
            cursor = number;
        }
        return true;
    }

    private void read() {
        InboxPage page = store.readInbox(userId, cursor, 100);
        if (!page.epoch().equals(epoch)) {
            epoch = page.epoch();
            losses++;
            delivered.clear();
            cursor = page.oldestSeq() - 1;
            read();
            return;
        }
        for (InboxEntry entry : page.entries()) {
            delivered.add(entry.message().content());
            cursor = entry.inboxSeq();
        }
    }
}
