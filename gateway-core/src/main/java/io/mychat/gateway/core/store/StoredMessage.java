package io.mychat.gateway.core.store;

import io.mychat.gateway.spi.chat.ArchivedMessage;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.chat.InboxOwners;
import io.mychat.gateway.spi.chat.NewMessage;
import org.jspecify.annotations.Nullable;

/** A message that its chat or an inbox still holds. It equals only itself. Guarded by the store's lock. */
final class StoredMessage {

    /** The approximate heap of a message besides its texts. */
    private static final int OVERHEAD_BYTES = 600;
    /** The most holders of one message: a chat and two inboxes. */
    private static final int MOST_PLACES = 3;

    private final ChatMessage message;
    private final String originSession;
    private final @Nullable String clientMsgId;
    private final long arrivedAt;
    private final @Nullable MessageHolder[] places = new @Nullable MessageHolder[MOST_PLACES];
    private final long[] numbers = new long[MOST_PLACES];
    private int holders;

    StoredMessage(NewMessage from, ChatId chatId, long chatSeq, long arrivedAt) {
        this.message = new ChatMessage(
                from.messageId(), chatId, chatSeq, from.fromUser(), from.toUser(), from.content(), from.timestamp());
        this.originSession = from.originSession();
        this.clientMsgId = from.clientMsgId();
        this.arrivedAt = arrivedAt;
    }

    ChatMessage message() {
        return message;
    }

    /** Whether the stored message is equal to this one. */
    boolean isOf(NewMessage other) {
        return message.chatId().equals(other.chatId())
                && message.fromUser().equals(other.fromUser())
                && message.content().equals(other.content());
    }

    ArchivedMessage archived() {
        return new ArchivedMessage(message, clientMsgId);
    }

    String originSession() {
        return originSession;
    }

    @Nullable
    String clientMsgId() {
        return clientMsgId;
    }

    /** The {@code nanoTime} of the append. */
    long arrivedAt() {
        return arrivedAt;
    }

    long bytes() {
        int idLength = clientMsgId == null ? 0 : clientMsgId.length();
        return OVERHEAD_BYTES + 2L * (message.content().length() + idLength);
    }

    /** Records a holder and the message's number in it. */
    void enter(MessageHolder messageHolder, long number) {
        places[holders] = messageHolder;
        numbers[holders] = number;
        holders++;
    }

    /** The number of its holders. */
    int holders() {
        return holders;
    }

    boolean isIn(@Nullable MessageHolder messageHolder) {
        for (int i = 0; i < holders; i++) {
            if (messageHolder != null && messageHolder.equals(places[i])) {
                return true;
            }
        }
        return false;
    }

    /** Whether it is a message of this chat that enters this user's inbox. */
    boolean isFor(String userId, ChatId chat) {
        return message.chatId().equals(chat)
                && InboxOwners.of(message.fromUser(), message.toUser()).contains(userId);
    }

    /** Removes the message from one holder. Returns whether no holder is left. */
    boolean leave(MessageHolder messageHolder) {
        for (int i = 0; i < holders; i++) {
            if (messageHolder.equals(places[i])) {
                messageHolder.remove(numbers[i], this);
                holders--;
                places[i] = places[holders];
                numbers[i] = numbers[holders];
                places[holders] = null;
                break;
            }
        }
        return holders == 0;
    }

    /** Removes the message from all its holders. */
    void leaveAll() {
        while (holders > 0) {
            holders--;
            MessageHolder messageHolder = places[holders];
            places[holders] = null;
            if (messageHolder != null) {
                messageHolder.remove(numbers[holders], this);
            }
        }
    }
}
