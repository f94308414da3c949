package io.mychat.gateway.core.chat;

import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.chat.InboxPage;
import io.mychat.gateway.spi.session.DeviceKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One user's inbox and how far the user's devices have read it. Guarded by the store's lock. */
final class Inbox implements Place {

    private final String userId;
    private final String epoch;
    private final Tape tape = new Tape();
    private final Map<DeviceKey, Long> acknowledged;

    Inbox(String userId, String epoch, int maxDevices) {
        this.userId = userId;
        this.epoch = epoch;
        this.acknowledged = new LeastRecentlyUsed<>(maxDevices, seq -> {});
    }

    String userId() {
        return userId;
    }

    String epoch() {
        return epoch;
    }

    @Override
    public Tape tape() {
        return tape;
    }

    void append(Kept message) {
        tape.append(message);
        message.enter(this);
    }

    @Override
    public Kept dropOldest() {
        return tape.dropOldest();
    }

    InboxPage read(long afterSeq, int limit) {
        long first = Math.max(Math.min(afterSeq, tape.latest()) + 1, tape.oldest());
        long last = Math.min(tape.latest(), first + limit - 1);
        List<InboxEntry> entries = new ArrayList<>();
        long seq = first;
        for (Kept kept : tape.range(first, last)) {
            entries.add(new InboxEntry(seq++, kept.message(), kept.originSession()));
        }
        return new InboxPage(epoch, tape.oldest(), tape.latest(), List.copyOf(entries));
    }

    /** A number that was never given counts as the newest that was, one of another epoch does not count. */
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
