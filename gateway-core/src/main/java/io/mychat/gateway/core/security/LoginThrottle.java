package io.mychat.gateway.core.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mychat.gateway.core.config.FailedLoginLimits;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/**
 * Slows guessing down: so many failed logins a minute for a user from an address, from an address, and for a user.
 * Thread-safe; this object's lock guards the windows.
 *
 * <p>An attempt counts from its beginning and is taken back when it succeeds, so that many guesses at once cannot pass
 * between the look and the count. Memory is bounded: the windows least used are forgotten.
 */
public final class LoginThrottle {

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final int MAX_WINDOWS = 100_000;

    private final Supplier<FailedLoginLimits> limits;
    private final TimeSource time;
    private final Cache<String, Deque<Attempt>> windows;

    /** Whether a login may be tried. */
    public sealed interface Verdict {

        /** Yes; what becomes of it must be told to the attempt. */
        record Admitted(Attempt attempt) implements Verdict {}

        record Refused(Duration retryAfter) implements Verdict {}
    }

    public LoginThrottle(Supplier<FailedLoginLimits> limits, TimeSource time) {
        this.limits = limits;
        this.time = time;
        this.windows = Caffeine.newBuilder()
                .maximumSize(MAX_WINDOWS)
                .executor(Runnable::run)
                .build();
    }

    /** Begins an attempt unless there were too many failures. */
    public synchronized Verdict tryAttempt(String username, String address) {
        FailedLoginLimits now = limits.get();
        List<Window> counted = new ArrayList<>(3);
        Duration wait = Duration.ZERO;
        for (Window window : List.of(
                new Window("b:" + address + " " + username, now.userAndAddress()),
                new Window("a:" + address, now.address()),
                new Window("u:" + username, now.user()))) {
            if (window.limit() > 0) {
                counted.add(window);
                wait = max(wait, wait(window));
            }
        }
        if (!wait.isZero()) {
            return new Verdict.Refused(wait);
        }
        Attempt attempt =
                new Attempt(time.nanoTime(), counted.stream().map(Window::key).toList());
        attempt.keys.forEach(key -> windows.get(key, k -> new ArrayDeque<>()).addLast(attempt));
        return new Verdict.Admitted(attempt);
    }

    private Duration wait(Window window) {
        Deque<Attempt> attempts = windows.getIfPresent(window.key());
        if (attempts == null) {
            return Duration.ZERO;
        }
        long now = time.nanoTime();
        while (!attempts.isEmpty() && now - attempts.getFirst().at >= MINUTE) {
            attempts.removeFirst();
        }
        return attempts.size() < window.limit()
                ? Duration.ZERO
                : Duration.ofNanos(Math.max(1_000_000, attempts.getFirst().at + MINUTE - now));
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private record Window(String key, int limit) {}

    private synchronized void takeBack(Attempt attempt) {
        for (String key : attempt.keys) {
            Deque<Attempt> attempts = windows.getIfPresent(key);
            if (attempts != null && attempts.remove(attempt) && attempts.isEmpty()) {
                windows.invalidate(key);
            }
        }
    }

    /** A login that is being tried; without a word it counts as failed. */
    public final class Attempt {
        private final long at;
        private final List<String> keys;

        private Attempt(long at, List<String> keys) {
            this.at = at;
            this.keys = keys;
        }

        /** It did not fail, so it does not count. */
        public void succeeded() {
            takeBack(this);
        }
    }
}
