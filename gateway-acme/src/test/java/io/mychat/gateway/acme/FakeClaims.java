package io.mychat.gateway.acme;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.session.IdempotencyClaim;
import io.mychat.gateway.spi.session.IdempotencyStore;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One claim, which one node holds. Thread-safe. */
final class FakeClaims implements IdempotencyStore {

    final AtomicReference<@Nullable String> held = new AtomicReference<>();

    @Override
    public IdempotencyClaim claim(String key, String fingerprint, Duration lease) {
        return held.compareAndSet(null, key) ? new IdempotencyClaim.Granted(key) : new IdempotencyClaim.Running();
    }

    @Override
    public void complete(String key, String ticket, String answer, Duration keep) {
        throw new AssertionError("an order has no answer");
    }

    @Override
    public void release(String key, String ticket) {
        assertThat(held.compareAndSet(ticket, null)).isTrue();
    }
}
