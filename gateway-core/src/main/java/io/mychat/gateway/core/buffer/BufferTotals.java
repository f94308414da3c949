package io.mychat.gateway.core.buffer;

import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.transport.BufferAccount.Use;
import java.util.List;

/** The byte and event counts of the budget. Guarded by the budget's lock. */
final class BufferTotals {

    /** All buffered bytes. */
    long used;
    /** The part of {@link #used} that belongs to evicted accounts. */
    long leaving;
    /** The part of {@link #used} that belongs to logged-in users, without evicted accounts. */
    long ofUsers;

    long pauses;
    long pausedNow;
    long refused;
    long evictedStrangers;
    long evictedUsers;

    /** The bytes that remain after the evicted accounts have ended. */
    long staying() {
        return used - leaving;
    }

    /** Changes the bytes of an account. */
    void count(HeldBytes held, Use use, long bytes) {
        if (use == Use.INBOUND) {
            held.inbound += bytes;
        } else {
            held.outbound += bytes;
        }
        used += bytes;
        if (held.leaving) {
            leaving += bytes;
        } else if (held.user != null) {
            held.user.bytes += bytes;
            ofUsers += bytes;
        }
    }

    /** Moves the bytes of an account to the users' total. */
    void bind(HeldBytes held, UserShare share) {
        held.user = share;
        if (!held.leaving) {
            share.bytes += held.bytes();
            ofUsers += held.bytes();
        }
    }

    /** Records the eviction of an account, which keeps its bytes until it ends. */
    void leave(HeldBytes held) {
        UserShare share = held.user;
        if (share != null) {
            share.bytes -= held.bytes();
            ofUsers -= held.bytes();
        }
        leaving += held.bytes();
        held.leaving = true;
        if (held.paused) {
            held.paused = false;
            pausedNow--;
        }
    }

    List<Metric> metrics(BufferLimits limits) {
        return List.of(
                Metric.gauge("buffered_bytes", "Bytes buffered for clients.", used),
                Metric.gauge("buffered_bytes_limit", "Most bytes that are buffered for clients.", limits.total()),
                Metric.gauge("buffered_bytes_users", "Bytes buffered for logged-in users.", ofUsers),
                Metric.gauge(
                        "buffered_bytes_users_limit",
                        "Most bytes that are buffered for logged-in users.",
                        limits.users()),
                Metric.gauge("buffered_bytes_user_limit", "Most bytes that are buffered for one user.", limits.user()),
                Metric.gauge("buffer_paused", "Sessions that are not read until buffered bytes are free.", pausedNow),
                Metric.counter(
                        "buffer_pauses_total",
                        "Times that a session was not read because the budget was used up.",
                        pauses),
                Metric.counter(
                        "buffer_refused_total", "Times that bytes of a client without a login were refused.", refused),
                evicted("unauthenticated", evictedStrangers),
                evicted("authenticated", evictedUsers));
    }

    private static Metric evicted(String who, long times) {
        return Metric.counter("buffer_evictions_total", "Connections closed to free buffered bytes.", times)
                .with("client", who);
    }
}
