package io.mychat.gateway.core.inbox;

import io.mychat.gateway.core.connection.ConnectionManager;
import io.mychat.gateway.core.event.MessageEvents;
import io.mychat.gateway.core.tracelog.TraceDraft;
import io.mychat.gateway.core.tracelog.TraceRecorder;
import io.mychat.gateway.core.tracelog.TraceStep;
import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.session.Session;
import org.jspecify.annotations.Nullable;

/** Records the way of stored messages to their receivers, as far as they are traced, and reports it. Thread-safe. */
final class DeliveryRecord {

    private final TraceRecorder recorder;

    private final MessageEvents events;

    DeliveryRecord(TraceRecorder recorder, MessageEvents events) {
        this.recorder = recorder;
        this.events = events;
    }

    /** The outbound queue of a session has taken an entry. */
    void delivered(InboxEntry entry, @Nullable Session session) {
        events.delivered(entry, session);
    }

    /** This node has been told of a new entry; without a session of the user here that means nothing. */
    void arrived(String userId, InboxEntry entry, ConnectionManager connections) {
        TraceDraft draft = of(userId, entry);
        int sessions = draft == null ? 0 : connections.connectionsOf(userId).size();
        if (draft != null && sessions > 0) {
            draft.detail("sessions here: " + sessions).record(TraceStep.HANDED_ON);
        }
    }

    /** The attempt to send an entry to a session; null: it is not traced. */
    @Nullable
    TraceDraft delivery(String userId, String sessionId, InboxEntry entry) {
        TraceDraft draft = of(userId, entry);
        return draft == null ? null : draft.session(sessionId);
    }

    void acknowledged(Session session, String epoch, long inboxSeq) {
        events.acknowledged(session, epoch, inboxSeq);
        TraceDraft draft = recorder.ofUser(session.userId());
        if (draft != null) {
            draft.session(session.id())
                    .inboxSeq(inboxSeq)
                    .detail("up to inbox_seq " + inboxSeq)
                    .detail("by " + session.device().platform() + " "
                            + session.device().deviceId())
                    .record(TraceStep.ACKNOWLEDGED);
        }
    }

    private @Nullable TraceDraft of(String userId, InboxEntry entry) {
        TraceDraft draft = recorder.ofMessage(entry.message());
        if (draft == null) {
            return null;
        }
        String from = entry.message().fromUser();
        return draft.user(userId)
                .peer(from.equals(userId) ? entry.message().toUser() : from)
                .inboxSeq(entry.inboxSeq())
                .detail("inbox_seq " + entry.inboxSeq() + " of " + userId);
    }
}
