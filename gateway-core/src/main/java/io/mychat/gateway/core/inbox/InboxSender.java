package io.mychat.gateway.core.inbox;

import io.mychat.gateway.core.codec.ServerMessage;
import io.mychat.gateway.core.connection.ClientConnection;
import io.mychat.gateway.core.event.TakenEntries;
import io.mychat.gateway.core.tracelog.TraceDraft;
import io.mychat.gateway.core.tracelog.TraceStep;
import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.chat.InboxPage;
import io.mychat.gateway.spi.event.Tracer;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends one user's inbox to one client, in order and without gaps that the client does not know of. Used by the one
 * worker that runs the feed; {@link #epochOfSent}, {@link #hasTaken} and {@link #takenSince} may be called by any thread.
 */
final class InboxSender {

    private static final int PAGE = 64;

    private final ClientConnection client;
    private final String userId;
    private final FeedPort port;
    private final InboxCursor cursor = new InboxCursor();

    /** The outcome of a send. */
    enum Sent {
        /** The client has it, or it is the client's own. */
        ALL,
        /** The outbound queue is half full; the client has to read first. */
        QUEUE_FULL,
        /** The connection takes nothing any more. */
        NOT
    }

    InboxSender(ClientConnection client, String userId, FeedPort port) {
        this.client = client;
        this.userId = userId;
        this.port = port;
    }

    void startAt(ResumePoint from) {
        cursor.startAt(from);
    }

    /** See {@link InboxCursor#epochOfSent}. */
    Optional<String> epochOfSent(long inboxSeq) {
        return cursor.epochOfSent(inboxSeq);
    }

    /** See {@link InboxCursor#hasTaken}. */
    boolean hasTaken(String epoch, long inboxSeq) {
        return cursor.hasTaken(epoch, inboxSeq);
    }

    /** Gives the user and what the client has taken to a consumer, if a message since then is among it. */
    void takenSince(Instant since, BiConsumer<String, TakenEntries> consumer) {
        cursor.takenSince(since).ifPresent(taken -> consumer.accept(userId, taken));
    }

    /** See {@link InboxCursor#covers}. */
    boolean covers(InboxArrival arrival) {
        return cursor.covers(arrival);
    }

    /** Sends an arrival that is next for the cursor, without reading the store. */
    Sent send(InboxArrival arrival) {
        InboxEntry entry = arrival.entry();
        if (entry.inboxSeq() <= cursor.seq()) {
            return Sent.ALL;
        }
        boolean alone = arrival.isToOne() || cursor.hasGap();
        Sent sent = send(entry, alone, alone ? this::message : own -> arrival.message(() -> message(own)));
        if (sent == Sent.ALL) {
            cursor.passed(entry);
        }
        return sent;
    }

    /** Sends all that is there, or all that the client has room for. */
    Sent sendFromStore() throws InterruptedException {
        while (!client.isClosing()) {
            InboxPage page = port.read(userId, cursor.seq(), PAGE);
            if (!cursor.adaptTo(page)) {
                continue;
            }
            for (InboxEntry entry : page.entries()) {
                cursor.reaches(entry);
                Sent sent = send(entry, true, this::message);
                if (sent != Sent.ALL) {
                    return sent;
                }
                cursor.passed(entry);
            }
            if (page.entries().isEmpty() && cursor.seq() < page.latestSeq()) {
                cursor.allLost(page);
            }
            if (cursor.seq() >= page.latestSeq()) {
                tellOfGap(page);
                return Sent.ALL;
            }
        }
        return Sent.NOT;
    }

    /** All that is there was the client's own, or there is nothing: no entry tells it of the gap now. */
    private void tellOfGap(InboxPage bounds) {
        if (cursor.hasUntoldGap() && client.send(port.loss(userId, bounds))) {
            cursor.gapTold();
        }
    }

    private ServerMessage message(InboxEntry entry) {
        return port.message(userId, cursor.epoch(), entry, cursor.hasGap());
    }

    /** @param alone whether no other session gets the message object */
    private Sent send(InboxEntry entry, boolean alone, Function<InboxEntry, ServerMessage> maker) {
        if (entry.originSession().equals(client.id())) {
            return Sent.ALL;
        }
        ServerMessage message = maker.apply(entry);
        long waiting = client.outboundBytes();
        if (waiting > 0 && waiting + client.lengthOf(message) > port.maxOutboundBytes() / 2) {
            record(port.record().delivery(userId, client.id(), entry), TraceStep.DELAYED);
            return Sent.QUEUE_FULL;
        }
        cursor.offers(entry);
        if (!deliver(entry, message, alone)) {
            return Sent.NOT;
        }
        cursor.sent();
        return Sent.ALL;
    }

    private static void record(@Nullable TraceDraft draft, TraceStep step) {
        if (draft != null) {
            draft.record(step);
        }
    }

    private boolean deliver(InboxEntry entry, ServerMessage message, boolean alone) {
        TraceDraft draft = port.record().delivery(userId, client.id(), entry);
        Tracer.Span span = port.deliver(entry, client.id());
        try (Tracer.Scope scope = span.activate()) {
            boolean taken = alone ? client.sendAlone(message, port.copies()) : client.send(message);
            record(draft, taken ? TraceStep.DELIVERED : TraceStep.NOT_DELIVERED);
            if (taken) {
                port.record().delivered(entry, client.sessionOrNull());
            } else {
                span.failed("connection_closed");
            }
            return taken;
        } finally {
            span.end();
        }
    }
}
