package io.mychat.gateway.core.store;

import io.mychat.gateway.spi.session.IdempotencyClaim;
import io.mychat.gateway.spi.session.IdempotencyStore;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The {@link IdempotencyStore} of one process. Thread-safe: its lock guards everything.
 *
 * <p>Beyond the bound the oldest answers are forgotten, and a repetition of such a request is executed again. Requests
 * in progress are never forgotten; the transport bounds their number.
 */
public final class InMemoryIdempotencyStore implements IdempotencyStore {

    private final TimeSource time;
    private final int maxAnswers;
    private final Map<String, Held> held = new HashMap<>();
    /** By key, in the order of their arrival. */
    private final Map<String, Kept> answers = new LinkedHashMap<>();

    private long tickets;

    private record Held(String fingerprint, String ticket, long endsAt) {}

    private record Kept(String fingerprint, String answer, long endsAt) {}

    /**
     * @param maxAnswers the most answers that are kept, at least 1
     */
    public InMemoryIdempotencyStore(TimeSource time, int maxAnswers) {
        if (maxAnswers < 1) {
            throw new IllegalArgumentException("maxAnswers must be at least 1, not " + maxAnswers);
        }
        this.time = time;
        this.maxAnswers = maxAnswers;
    }

    @Override
    public synchronized IdempotencyClaim claim(String key, String fingerprint, Duration lease) {
        long now = time.nanoTime();
        forgetEnded(now);
        Kept kept = answers.get(key);
        if (kept != null && kept.endsAt() - now > 0) {
            return kept.fingerprint().equals(fingerprint)
                    ? new IdempotencyClaim.Answered(kept.answer())
                    : new IdempotencyClaim.Reused();
        }
        Held other = held.get(key);
        if (other != null && other.endsAt() - now > 0) {
            return other.fingerprint().equals(fingerprint)
                    ? new IdempotencyClaim.Running()
                    : new IdempotencyClaim.Reused();
        }
        answers.remove(key);
        String ticket = Long.toString(++tickets);
        held.put(key, new Held(fingerprint, ticket, now + lease.toNanos()));
        return new IdempotencyClaim.Granted(ticket);
    }

    @Override
    public synchronized void complete(String key, String ticket, String answer, Duration keep) {
        Held own = held.get(key);
        if (own == null || !own.ticket().equals(ticket)) {
            return;
        }
        held.remove(key);
        answers.put(key, new Kept(own.fingerprint(), answer, time.nanoTime() + keep.toNanos()));
        Iterator<String> oldest = answers.keySet().iterator();
        while (answers.size() > maxAnswers) {
            oldest.next();
            oldest.remove();
        }
    }

    @Override
    public synchronized void release(String key, String ticket) {
        Held own = held.get(key);
        if (own != null && own.ticket().equals(ticket)) {
            held.remove(key);
        }
    }

    /** The number of kept answers. */
    public synchronized int size() {
        return answers.size();
    }

    /**
     * Forgets the answers from the oldest up to the first that has not expired. These are all expired ones when every
     * answer is kept for the same time.
     */
    private void forgetEnded(long now) {
        Iterator<Kept> oldest = answers.values().iterator();
        while (oldest.hasNext() && oldest.next().endsAt() - now <= 0) {
            oldest.remove();
        }
    }
}
