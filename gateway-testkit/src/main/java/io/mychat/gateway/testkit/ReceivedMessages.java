package io.mychat.gateway.testkit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/**
 * The messages that a client has received but not yet taken, and the end of its connection. Thread-safe: guarded by its
 * monitor.
 */
final class ReceivedMessages {

    private final ArrayDeque<String> texts = new ArrayDeque<>();
    private OptionalInt closeCode = OptionalInt.empty();

    synchronized void add(String text) {
        texts.add(text);
        notifyAll();
    }

    /** Records the close code; later calls do nothing. */
    synchronized void closed(int code) {
        if (closeCode.isEmpty()) {
            closeCode = OptionalInt.of(code);
            notifyAll();
        }
    }

    synchronized boolean isClosed() {
        return closeCode.isPresent();
    }

    synchronized Optional<String> take(Duration timeout) {
        await(timeout, () -> !texts.isEmpty() || closeCode.isPresent());
        return Optional.ofNullable(texts.poll());
    }

    synchronized List<String> takeAll() {
        List<String> all = new ArrayList<>(texts);
        texts.clear();
        return all;
    }

    synchronized OptionalInt awaitClose(Duration timeout) {
        await(timeout, () -> closeCode.isPresent());
        return closeCode;
    }

    /** Uses real time, which only limits how long a failing test waits. */
    private synchronized void await(Duration timeout, BooleanSupplier condition) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            for (long left = timeout.toNanos();
                    !condition.getAsBoolean() && left > 0;
                    left = deadline - System.nanoTime()) {
                wait(left / 1_000_000, (int) (left % 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the gateway", e);
        }
    }
}
