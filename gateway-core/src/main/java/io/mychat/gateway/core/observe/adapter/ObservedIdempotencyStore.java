package io.mychat.gateway.core.observe.adapter;

import io.mychat.gateway.spi.session.IdempotencyClaim;
import io.mychat.gateway.spi.session.IdempotencyStore;
import java.time.Duration;

/** Measures each operation of a {@link IdempotencyStore}. Thread-safe. */
final class ObservedIdempotencyStore implements IdempotencyStore {

    private final IdempotencyStore store;
    private final ObservedCall claim;
    private final ObservedCall complete;
    private final ObservedCall release;

    ObservedIdempotencyStore(IdempotencyStore store, ObservedStore calls) {
        this.store = store;
        claim = calls.operation("claim");
        complete = calls.operation("complete");
        release = calls.operation("release");
    }

    @Override
    public IdempotencyClaim claim(String key, String fingerprint, Duration lease) {
        return claim.get(() -> store.claim(key, fingerprint, lease));
    }

    @Override
    public void complete(String key, String ticket, String answer, Duration keep) {
        complete.run(() -> store.complete(key, ticket, answer, keep));
    }

    @Override
    public void release(String key, String ticket) {
        release.run(() -> store.release(key, ticket));
    }
}
