package io.mychat.gateway.core.tracelog;

import io.mychat.gateway.spi.session.Session;
import java.time.Instant;

/** An event that is being recorded. Used by one thread. */
public final class TraceDraft {

    private final TraceRing ring;
    private final Instant at;
    private final long nanoTime;
    private String user = "";
    private String peer = "";
    private String session = "";
    private TraceEvent.Item item = TraceEvent.Item.NONE;
    private String detail = "";

    /** @param nanoTime the same moment as {@code at} */
    TraceDraft(TraceRing ring, Instant at, long nanoTime) {
        this.ring = ring;
        this.at = at;
        this.nanoTime = nanoTime;
    }

    public TraceDraft user(String userId) {
        user = userId;
        return this;
    }

    public TraceDraft peer(String userId) {
        peer = userId;
        return this;
    }

    public TraceDraft session(String sessionId) {
        session = sessionId;
        return this;
    }

    /** The session, its user, and its device and address as the detail. */
    public TraceDraft session(Session bound) {
        return user(bound.userId())
                .session(bound.id())
                .detail(bound.device().platform() + " " + bound.device().deviceId() + " from " + bound.ip());
    }

    TraceDraft message(String messageId, String chatId) {
        item = new TraceEvent.Item(messageId, chatId, item.inboxSeq());
        return this;
    }

    /** The position in the user's inbox, which the detail names. */
    public TraceDraft inboxSeq(long seq) {
        item = new TraceEvent.Item(item.messageId(), item.chatId(), seq);
        return this;
    }

    /** Appends to the detail; an empty text changes nothing. */
    public TraceDraft detail(String text) {
        detail = detail.isEmpty() || text.isEmpty() ? detail + text : detail + ", " + text;
        return this;
    }

    /** Records the event. */
    public void record(TraceStep step) {
        ring.add(new TraceEvent(at, step.key(), new TraceEvent.Who(user, peer, session), item, detail), nanoTime);
    }
}
