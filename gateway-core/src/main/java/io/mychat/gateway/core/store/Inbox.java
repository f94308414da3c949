package io.mychat.gateway.core.store;

import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.chat.InboxPage;
import io.mychat.gateway.spi.session.DeviceKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One user's inbox and the acknowledgements of the user's devices. Guarded by the store's lock. */
final class Inbox implements MessageHolder {

    private final String userId;
    private String epoch;
    private final StoredMessages messages;
    private final SlotRing tape = new SlotRing();
    private final int number;
    private final Map<DeviceKey, Long> acknowledged;

    Inbox(String userId, String epoch, int maxDevices, StoredMessages messages) {
        this.userId = userId;
        this.epoch = epoch;
        this.messages = messages;
        this.number = messages.places().open(this);
        this.acknowledged = new LruMap<>(maxDevices, seq -> {});
    }

    String userId() {
        return userId;
    }

    String epoch() {
        return epoch;
    }

    /** Begins a new epoch with the same entries; acknowledgements belong to the previous one. */
    void renew(String newEpoch) {
        epoch = newEpoch;
        acknowledged.clear();
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public SlotRing tape() {
        return tape;
    }

    void append(int slot) {
        messages.places().enter(slot, this, tape.append(slot));
    }

    @Override
    public void remove(long inboxSeq, int slot) {
        tape.remove(inboxSeq);
    }

    InboxPage read(long afterSeq, int limit) {
        List<InboxEntry> entries = new ArrayList<>();
        long seq = tape.firstFrom(Math.min(afterSeq, tape.latest()) + 1);
        while (entries.size() < limit && seq <= tape.latest()) {
            int slot = tape.at(seq);
            if (slot != SlotRing.NONE) {
                entries.add(new InboxEntry(
                        seq, messages.message(slot), messages.required(slot, MessageRecord.Text.ORIGIN)));
            }
            seq++;
        }
        return new InboxPage(epoch, tape.oldest(), tape.latest(), List.copyOf(entries));
    }

    /**
     * The bounds, without entries, for a client whose last entry is {@code lastSeq}. When the next entry was evicted,
     * the lower bound is the next entry that exists.
     */
    InboxPage resume(long lastSeq) {
        boolean goesOn = lastSeq >= tape.latest() || tape.firstFrom(lastSeq + 1) == lastSeq + 1;
        return new InboxPage(epoch, goesOn ? tape.oldest() : tape.firstFrom(lastSeq + 1), tape.latest(), List.of());
    }

    /**
     * Records an acknowledgement. A number beyond the newest entry is treated as the newest; a number of another epoch
     * is ignored.
     */
    void acknowledge(DeviceKey device, String seqEpoch, long seq) {
        if (!seqEpoch.equals(epoch)) {
            return;
        }
        long seen = Math.min(seq, tape.latest());
        acknowledged.merge(device, seen, Math::max);
    }

    long acknowledged(DeviceKey device) {
        return acknowledged.getOrDefault(device, 0L);
    }
}
