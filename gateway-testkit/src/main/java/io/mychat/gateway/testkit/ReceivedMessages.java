package io.mychat.gateway.testkit;

import java.nio.charset.StandardCharsets;
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

    private final ArrayDeque<byte[]> payloads = new ArrayDeque<>();
    private OptionalInt closeCode = OptionalInt.empty();

    void add(String text) {
        add(text.getBytes(StandardCharsets.UTF_8));
    }

    synchronized void add(byte[] payload) {
        payloads.add(payload);
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

    Optional<String> take(Duration timeout) {
        return takeBytes(timeout).map(ReceivedMessages::text);
    }

    synchronized Optional<byte[]> takeBytes(Duration timeout) {
        await(timeout, () -> !payloads.isEmpty() || closeCode.isPresent());
        return Optional.ofNullable(payloads.poll());
    }

    synchronized List<String> takeAll() {
        List<String> all = new ArrayList<>();
        payloads.forEach(payload -> all.add(text(payload)));
        payloads.clear();
        return all;
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
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
