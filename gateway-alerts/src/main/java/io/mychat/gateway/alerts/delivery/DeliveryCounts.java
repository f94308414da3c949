package io.mychat.gateway.alerts.delivery;

import java.util.concurrent.atomic.AtomicLong;

/** What has become of the alerts of one channel, over its replacements by reloads. Thread-safe. */
public final class DeliveryCounts {

    final AtomicLong sent = new AtomicLong();
    final AtomicLong attemptsFailed = new AtomicLong();
    final AtomicLong abandoned = new AtomicLong();
    final AtomicLong dropped = new AtomicLong();
    /** Attempts in a row. */
    final AtomicLong failuresInARow = new AtomicLong();

    /** Notifications that the service took. */
    public long sent() {
        return sent.get();
    }

    /** Attempts that the service did not take. */
    public long attemptsFailed() {
        return attemptsFailed.get();
    }

    /** Notifications that were given up. */
    public long abandoned() {
        return abandoned.get();
    }

    /** Alerts for which there was no room. */
    public long dropped() {
        return dropped.get();
    }

    public long failuresInARow() {
        return failuresInARow.get();
    }
}
