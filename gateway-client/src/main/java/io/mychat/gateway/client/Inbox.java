package io.mychat.gateway.client;

import io.mychat.gateway.client.data.Delivered;
import io.mychat.gateway.client.data.Gap;
import io.mychat.gateway.client.data.JsonObject;
import io.mychat.gateway.client.data.Position;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Delivers each message once: drops repetitions, and the copies of what this client has sent itself. While the answer to such a message is open, the
 * messages from its copy on wait.
 */
final class Inbox {

    private final InboxSettings settings;
    private final Listener listener;
    private final Set<String> own = new LinkedHashSet<>();
    private Deque<Delivered> held = new ArrayDeque<>();
    private @Nullable Position position;

    /** What the inbox tells. */
    interface Listener {

        void deliver(Delivered message);

        void lost(Gap gap);

        /** Whether this client may have sent the message, without having got the reply. */
        boolean isUncertain(Delivered message);
    }

    Inbox(InboxSettings settings, Listener listener) {
        this.settings = settings;
        this.listener = listener;
    }

    /** Up to here messages have been delivered; a new connection resumes here. */
    @Nullable
    Position position() {
        return position;
    }

    void reset(@Nullable Position saved) {
        position = saved;
    }

    /** Takes what the reply to a login says of the inbox; an older gateway says nothing. */
    void opened(JsonObject resume, boolean asked) {
        held.clear();
        Gap at = Gap.of(resume);
        if (at.epoch().isEmpty()) {
            if (position != null && !position.isKnown()) {
                position = null; // without an epoch nobody knows whether the numbers begin anew
            }
            return;
        }
        if (!asked) {
            position = new Position(at.epoch(), at.latestSeq());
        } else if (resume.flag("gap") || position == null || !position.epoch().equals(at.epoch())) {
            lose(at);
        }
    }

    /** Continues behind a loss. */
    void lose(Gap gap) {
        release();
        position = new Position(gap.epoch(), gap.fromSeq() - 1);
        listener.lost(gap);
    }

    /** Takes a message (2003). */
    void receive(Delivered message, boolean gap) {
        Position at = message.position();
        if (gap || (position != null && !position.epoch().equals(at.epoch()))) {
            lose(new Gap(at.epoch(), at.lastSeq(), at.lastSeq()));
        }
        long last = !held.isEmpty() ? held.getLast().inboxSeq() : position == null ? 0 : position.lastSeq();
        if (at.lastSeq() <= last) {
            return;
        }
        if (held.isEmpty() && !listener.isUncertain(message)) {
            pass(message);
        } else {
            held.add(message);
            if (held.size() > settings.held()) {
                release();
            }
        }
    }

    /** This client's own message is stored: its copy is no news. */
    void sent(String messageId) {
        own.add(messageId);
        if (own.size() > settings.own()) {
            Iterator<String> oldest = own.iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /** Nothing is open any more: delivers what waited. */
    void release() {
        Deque<Delivered> waited = held;
        held = new ArrayDeque<>();
        waited.forEach(this::pass);
    }

    private void pass(Delivered message) {
        position = message.position();
        if (!own.remove(message.messageId())) {
            listener.deliver(message);
        }
    }
}
