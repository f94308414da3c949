package io.mychat.gateway.core.store;

import io.mychat.gateway.core.store.MessageRecord.Text;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.chat.NewMessage;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The messages that a chat or an inbox still holds, in order of arrival: each has a slot, by which arrays of numbers say
 * where its record is, when it came, and who holds it. No message is an object, so that a full store costs the collector
 * nothing. Guarded by the store's lock.
 */
final class StoredMessages implements MessageLog.Owner {

    private static final int FIRST_SIZE = 64;
    private static final long FREE = -1;

    private final TextHash hash = new TextHash();
    private final MessageLog log = new MessageLog(this);
    private final SlotIndex byId = new SlotIndex();
    private final SlotChains arrivals = new SlotChains();
    private final SlotChains.Chain kept = new SlotChains.Chain();
    private final MessagePlaces places = new MessagePlaces();
    private final SenderShares senders = new SenderShares();

    private long[] addresses = {};
    private long[] arrivedAt = {};
    private int[] weights = {};
    /** Of the slots without a message: the next one, plus 1; 0 is the last. */
    private int[] nextFree = {};

    private int free;
    private int count;
    private long bytes;

    /** Who holds each message. */
    MessagePlaces places() {
        return places;
    }

    /** The same messages by sender. */
    SenderShares senders() {
        return senders;
    }

    int count() {
        return count;
    }

    /** The approximate heap of all messages. */
    long bytes() {
        return bytes;
    }

    /** The message that has come first, or {@link SlotRing#NONE}. */
    int oldest() {
        return kept.first();
    }

    /** The message that has come behind this one, or {@link SlotRing#NONE}. */
    int after(int slot) {
        return arrivals.after(slot);
    }

    /** The number of slots, used or not. */
    int slots() {
        return addresses.length;
    }

    /** Adds a message, which nobody holds yet. Returns its slot. */
    int add(NewMessage message, long at) {
        if (free == 0) {
            grow();
        }
        int slot = free - 1;
        int length = MessageRecord.lengthOf(message);
        long address = log.reserve(length);
        MessageRecord.write(message, slot, length, log.bytes(address), MessageLog.offset(address));
        free = nextFree[slot];
        addresses[slot] = address;
        arrivedAt[slot] = at;
        weights[slot] = MessageWeight.of(message);
        bytes += weights[slot];
        count++;
        byId.add(slot, hash.of(message.messageId()));
        arrivals.append(kept, slot);
        senders.add(message.fromUser(), slot, weights[slot]);
        return slot;
    }

    /** Forgets a message that nobody holds any more. */
    void remove(int slot) {
        senders.remove(slot, weights[slot]);
        arrivals.remove(kept, slot);
        byId.remove(slot);
        count--;
        bytes -= weights[slot];
        log.release(addresses[slot]);
        addresses[slot] = FREE;
        nextFree[slot] = free;
        free = slot + 1;
    }

    /** The message with this id, or {@link SlotRing#NONE}. */
    int find(String messageId) {
        int slot = byId.first(hash.of(messageId));
        while (slot != SlotRing.NONE && !has(slot, Text.ID, messageId)) {
            slot = byId.next(slot);
        }
        return slot;
    }

    /** The {@code nanoTime} of the append. */
    long arrivedAt(int slot) {
        return arrivedAt[slot];
    }

    boolean has(int slot, Text text, @Nullable String expected) {
        return MessageRecord.has(record(slot), offset(slot), text, expected);
    }

    @Nullable
    String text(int slot, Text text) {
        return MessageRecord.text(record(slot), offset(slot), text);
    }

    /** A text that every message has. */
    String required(int slot, Text text) {
        return Objects.requireNonNull(text(slot, text));
    }

    /** The characters of the content. */
    int contentLength(int slot) {
        return MessageRecord.characters(record(slot), offset(slot), Text.CONTENT);
    }

    /** Whether the stored message is this one. */
    boolean isOf(int slot, NewMessage other) {
        return has(slot, Text.SENDER, other.fromUser())
                && has(slot, Text.RECIPIENT, other.toUser())
                && has(slot, Text.CONTENT, other.content());
    }

    /** Whether it is a message from one of the two to the other; both may be the same. */
    boolean isBetween(int slot, String one, String other) {
        return (has(slot, Text.SENDER, one) && has(slot, Text.RECIPIENT, other))
                || (has(slot, Text.SENDER, other) && has(slot, Text.RECIPIENT, one));
    }

    /** The message with its number in its chat. */
    ChatMessage message(int slot) {
        String sender = senders.sender(slot);
        String recipient = required(slot, Text.RECIPIENT);
        return new ChatMessage(
                required(slot, Text.ID),
                ChatId.between(sender, recipient),
                places.chatSeq(slot),
                sender,
                recipient,
                required(slot, Text.CONTENT),
                MessageRecord.timestamp(record(slot), offset(slot)));
    }

    private byte[] record(int slot) {
        return log.bytes(addresses[slot]);
    }

    private int offset(int slot) {
        return MessageLog.offset(addresses[slot]);
    }

    @Override
    public boolean isAt(int slot, long address) {
        return addresses[slot] == address;
    }

    @Override
    public void moved(int slot, long address) {
        addresses[slot] = address;
    }

    private void grow() {
        int before = addresses.length;
        int size = Math.max(FIRST_SIZE, 2 * before);
        addresses = Arrays.copyOf(addresses, size);
        arrivedAt = Arrays.copyOf(arrivedAt, size);
        weights = Arrays.copyOf(weights, size);
        nextFree = Arrays.copyOf(nextFree, size);
        byId.grow(size);
        arrivals.grow(size);
        places.grow(size);
        senders.grow(size);
        for (int slot = size - 1; slot >= before; slot--) {
            addresses[slot] = FREE;
            nextFree[slot] = free;
            free = slot + 1;
        }
    }

    /** The bytes of the records, with those of no message. */
    long capacity() {
        return log.capacity();
    }
}
