package io.mychat.gateway.tyrus;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What has happened to the connections of a host's endpoints since the object was made. Thread-safe. */
final class EndpointCounts {

    private final LongAdder opened = new LongAdder();
    private final LongAdder received = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final LongAdder pauses = new LongAdder();
    private final LongAdder sharedPauses = new LongAdder();
    private final LongAdder buffered = new LongAdder();
    private final Map<Ending, LongAdder> endings = new EnumMap<>(Ending.class);
    private final Map<Refusal, LongAdder> refusals = new EnumMap<>(Refusal.class);

    EndpointCounts() {
        for (Ending ending : Ending.values()) {
            endings.put(ending, new LongAdder());
        }
        for (Refusal refusal : Refusal.values()) {
            refusals.put(refusal, new LongAdder());
        }
    }

    private static <K> LongAdder of(Map<K, LongAdder> counts, K key) {
        return counts.getOrDefault(key, new LongAdder());
    }

    void opened() {
        opened.increment();
    }

    void ended(Ending ending) {
        of(endings, ending).increment();
    }

    void refused(Refusal refusal) {
        of(refusals, refusal).increment();
    }

    void received(int bytes) {
        received.add(bytes);
    }

    void sent(int bytes) {
        sent.add(bytes);
    }

    /**
     * Nothing is read from a client for a while.
     *
     * @param shared for what all clients together have sent
     */
    void paused(boolean shared) {
        pauses.increment();
        if (shared) {
            sharedPauses.increment();
        }
    }

    /** More or fewer bytes are buffered. */
    void buffered(int change) {
        buffered.add(change);
    }

    long openings() {
        return opened.sum();
    }

    long endings(Ending ending) {
        return of(endings, ending).sum();
    }

    long refusals(Refusal refusal) {
        return of(refusals, refusal).sum();
    }

    long receivedBytes() {
        return received.sum();
    }

    long sentBytes() {
        return sent.sum();
    }

    long pauses() {
        return pauses.sum();
    }

    long sharedPauses() {
        return sharedPauses.sum();
    }

    long bufferedBytes() {
        return buffered.sum();
    }
}
