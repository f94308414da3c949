package io.mychat.gateway.core.store;

import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.NewMessage;

/** The messages of one chat and their dedupe keys. Guarded by the store's lock. */
final class Chat implements MessageHolder {

    private final ChatId id;
    private final StoredMessages messages;
    private final DedupeKeys keys;
    private final SlotRing tape = new SlotRing();
    private final int number;

    Chat(ChatId id, StoredMessages messages, DedupeKeys keys) {
        this.id = id;
        this.messages = messages;
        this.keys = keys;
        this.number = messages.places().open(this);
    }

    ChatId id() {
        return id;
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public SlotRing tape() {
        return tape;
    }

    /** The last message with this sender and {@code client_msg_id} that the chat still holds, or {@link SlotRing#NONE}. */
    int findSent(NewMessage message) {
        return keys.find(this, message);
    }

    /** Takes the next number for the message. */
    void append(int slot, NewMessage message) {
        long chatSeq = tape.append(slot);
        messages.places().chatSeq(slot, chatSeq);
        messages.places().enter(slot, this, chatSeq);
        keys.add(this, slot, message);
    }

    @Override
    public void remove(long chatSeq, int slot) {
        tape.remove(chatSeq);
        keys.remove(slot);
    }
}
