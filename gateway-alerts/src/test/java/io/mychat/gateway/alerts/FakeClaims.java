package io.mychat.gateway.alerts;

import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.session.IdempotencyClaim;
import io.mychat.gateway.spi.session.IdempotencyStore;
import io.mychat.gateway.testkit.ManualTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Claims in memory, which can be unreachable. Its monitor guards it. */
final class FakeClaims implements IdempotencyStore {

    private final ManualTime time;
    private final Map<String, Held> held = new HashMap<>();
    private long tickets;
    private boolean down;

    private record Held(String fingerprint, String ticket, String answer, long endsAt) {}

    FakeClaims(ManualTime time) {
        this.time = time;
    }

    synchronized void setDown(boolean isDown) {
        down = isDown;
    }

    @Override
    public synchronized IdempotencyClaim claim(String key, String fingerprint, Duration lease) {
        check();
        Held present = held.get(key);
        if (present != null && present.endsAt() > time.nanoTime()) {
            return present.answer().isEmpty()
                    ? new IdempotencyClaim.Running()
                    : new IdempotencyClaim.Answered(present.answer());
        }
        String ticket = Long.toString(++tickets);
        held.put(key, new Held(fingerprint, ticket, "", time.nanoTime() + lease.toNanos()));
        return new IdempotencyClaim.Granted(ticket);
    }

    @Override
    public synchronized void complete(String key, String ticket, String answer, Duration keep) {
        check();
        held.computeIfPresent(
                key,
                (k, one) -> one.ticket().equals(ticket)
                        ? new Held(one.fingerprint(), ticket, answer, time.nanoTime() + keep.toNanos())
                        : one);
    }

    @Override
    public synchronized void release(String key, String ticket) {
        check();
        held.computeIfPresent(key, (k, one) -> one.ticket().equals(ticket) ? null : one);
    }

    private void check() {
        if (down) {
            throw new StoreUnavailableException("down");
        }
    }
}
