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
    private final MessageRing tape = new MessageRing();
    private final Map<DeviceKey, Long> acknowledged;

    Inbox(String userId, String epoch, int maxDevices) {
        this.userId = userId;
        this.epoch = epoch;
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
    public MessageRing tape() {
        return tape;
    }

    void append(StoredMessage message) {
        tape.append(message);
        message.enter(this, tape.latest());
    }

    @Override
    public void remove(long number, StoredMessage message) {
        tape.remove(number);
    }

    InboxPage read(long afterSeq, int limit) {
        List<InboxEntry> entries = new ArrayList<>();
        long seq = tape.firstFrom(Math.min(afterSeq, tape.latest()) + 1);
        while (entries.size() < limit && seq <= tape.latest()) {
            StoredMessage storedMessage = tape.at(seq);
            if (storedMessage != null) {
                entries.add(new InboxEntry(seq, storedMessage.message(), storedMessage.originSession()));
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
