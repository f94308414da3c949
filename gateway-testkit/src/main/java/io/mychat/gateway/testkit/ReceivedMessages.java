package io.mychat.gateway.testkit;

import io.mychat.gateway.spi.transport.MessageType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The messages that a client has received but not yet taken, and the end of its connection. Thread-safe: guarded by its
 * monitor.
 */
final class ReceivedMessages {

    private static final List<FrameCheck> CHECKS = ServiceLoader.load(FrameCheck.class).stream()
            .map(ServiceLoader.Provider::get)
            .toList();

    private final ArrayDeque<byte[]> payloads = new ArrayDeque<>();
    private @Nullable AssertionError fault;
    private OptionalInt closeCode = OptionalInt.empty();

    void add(MessageType type, byte[] payload) {
        AssertionError found = CHECKS.isEmpty() || type != MessageType.TEXT ? null : faultOf(text(payload));
        synchronized (this) {
            payloads.add(payload);
            fault = fault == null ? found : fault;
            notifyAll();
        }
    }

    private static @Nullable AssertionError faultOf(String text) {
        try {
            CHECKS.forEach(check -> check.check(text));
            return null;
        } catch (AssertionError e) {
            return e;
        }
    }

    private void throwFault() {
        if (fault != null) {
            throw fault;
        }
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
        throwFault();
        return Optional.ofNullable(payloads.poll());
    }

    synchronized List<String> takeAll() {
        throwFault();
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
