package io.mychat.gateway.core.event;

import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.GatewayEvent.MessageAcknowledged;
import io.mychat.gateway.spi.event.GatewayEvent.MessageDelivered;
import io.mychat.gateway.spi.event.GatewayEvent.MessageStored;
import io.mychat.gateway.spi.event.GatewayListener;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Reports what happens to single messages, to those listeners that want it: without one nothing is made. Thread-safe;
 * does not block.
 */
public final class MessageEvents {

    private final GatewayListener listeners;
    private final UndeliveredWatch watch;
    private final TimeSource time;

    public MessageEvents(GatewayListener listeners, UndeliveredWatch watch, TimeSource time) {
        this.listeners = listeners;
        this.watch = watch;
        this.time = time;
    }

    /** A message is about to be stored: its delivery may be seen before the store has answered. */
    public void storing(String messageId, String toUser) {
        if (listeners.accepts(GatewayEvent.MessageUndelivered.class)) {
            watch.begin(messageId, toUser);
        }
    }

    /** The message was not stored, or has been stored before. */
    public void notStored(String messageId) {
        watch.end(messageId);
    }

    /** @param originSession empty: no session has sent it */
    public void stored(ChatMessage message, String originSession) {
        watch.stored(message);
        if (listeners.accepts(MessageStored.class)) {
            listeners.onEvent(new MessageStored(time.now(), message, originSession));
        }
    }

    public void delivered(InboxEntry entry, @Nullable Session session) {
        if (session == null) {
            return;
        }
        ChatMessage message = entry.message();
        watch.delivered(message.messageId(), session.userId());
        if (listeners.accepts(MessageDelivered.class)) {
            listeners.onEvent(new MessageDelivered(time.now(), message, entry.inboxSeq(), session));
        }
    }

    public void acknowledged(Session session, String epoch, long inboxSeq) {
        if (listeners.accepts(MessageAcknowledged.class)) {
            listeners.onEvent(new MessageAcknowledged(time.now(), session, epoch, inboxSeq));
        }
    }
}
