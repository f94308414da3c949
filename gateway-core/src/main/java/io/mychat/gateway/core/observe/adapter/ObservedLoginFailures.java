package io.mychat.gateway.core.observe.adapter;

import io.mychat.gateway.spi.auth.LoginFailures;
import java.time.Duration;
import java.util.List;

/** Measures each operation of a {@link LoginFailures}. Thread-safe. */
final class ObservedLoginFailures implements LoginFailures {

    private final LoginFailures store;
    private final ObservedCall untilAllowed;
    private final ObservedCall count;
    private final ObservedCall isKnown;
    private final ObservedCall remember;

    ObservedLoginFailures(LoginFailures store, ObservedStore calls) {
        this.store = store;
        untilAllowed = calls.operation("until_allowed");
        count = calls.operation("count");
        isKnown = calls.operation("is_known");
        remember = calls.operation("remember");
    }

    @Override
    public Duration untilAllowed(List<Bound> bounds) {
        return untilAllowed.get(() -> store.untilAllowed(bounds));
    }

    @Override
    public Duration count(List<Bound> bounds) {
        return count.get(() -> store.count(bounds));
    }

    @Override
    public boolean isKnown(KnownOrigin origin) {
        return isKnown.get(() -> store.isKnown(origin));
    }

    @Override
    public void remember(KnownOrigin origin, Duration life, int most) {
        remember.run(() -> store.remember(origin, life, most));
    }

    @Override
    public boolean neverWaits() {
        return store.neverWaits();
    }
}
