package io.mychat.gateway.core.store;

import io.mychat.gateway.core.store.MessageRecord.Text;
import io.mychat.gateway.spi.chat.NewMessage;
import java.util.Arrays;

/**
 * The messages that chats hold, by their senders' own ids. Guarded by the store's lock.
 */
final class DedupeKeys {

    private final TextHash hash = new TextHash();
    private final SlotIndex index = new SlotIndex();
    private final StoredMessages messages;
    private boolean[] isKnown = {};

    DedupeKeys(StoredMessages messages) {
        this.messages = messages;
    }

    /** The last message of the chat with this sender and {@code client_msg_id}, or {@link SlotRing#NONE}. */
    int find(Chat chat, NewMessage message) {
        String clientMsgId = message.clientMsgId();
        if (clientMsgId == null) {
            return SlotRing.NONE;
        }
        int slot = index.first(hash.of(chat.number(), message.fromUser(), clientMsgId));
        while (slot != SlotRing.NONE
                && !(messages.places().isIn(slot, chat)
                        && messages.has(slot, Text.SENDER, message.fromUser())
                        && messages.has(slot, Text.CLIENT_MSG_ID, clientMsgId))) {
            slot = index.next(slot);
        }
        return slot;
    }

    /** The chat holds the message from now on. */
    void add(Chat chat, int slot, NewMessage message) {
        String clientMsgId = message.clientMsgId();
        if (clientMsgId == null) {
            return;
        }
        if (isKnown.length < messages.slots()) {
            isKnown = Arrays.copyOf(isKnown, messages.slots());
            index.grow(messages.slots());
        }
        isKnown[slot] = true;
        index.add(slot, hash.of(chat.number(), message.fromUser(), clientMsgId));
    }

    /** The chat of the message does not hold it any more. */
    void remove(int slot) {
        if (slot < isKnown.length && isKnown[slot]) {
            isKnown[slot] = false;
            index.remove(slot);
        }
    }
}
