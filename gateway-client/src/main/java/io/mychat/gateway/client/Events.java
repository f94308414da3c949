package io.mychat.gateway.client;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Typed events. Listeners are called one after the other, on a thread for callbacks; one that throws disturbs no other. When more than
 * {@code undelivered} events wait, the socket is not read until there is room.
 */
final class Events {

    private final Environment environment;
    private final int undelivered;
    private final Map<Event<?>, List<Consumer<Object>>> listeners = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Queue<CompletableFuture<Void>> readers = new ConcurrentLinkedQueue<>();

    Events(Environment environment, int undelivered) {
        this.environment = environment;
        this.undelivered = undelivered;
    }

    @SuppressWarnings("unchecked") // emit gives a listener only values of the event's type
    <T> Runnable on(Event<T> event, Consumer<? super T> listener) {
        List<Consumer<Object>> all = listeners.computeIfAbsent(event, key -> new CopyOnWriteArrayList<>());
        Consumer<Object> registered = value -> listener.accept((T) value);
        all.add(registered);
        return () -> all.remove(registered);
    }

    <T> void emit(Event<T> event, T value) {
        emit(event, value, () -> {});
    }

    /** @param after what runs on the serial queue when the listeners have returned */
    <T> void emit(Event<T> event, T value, Runnable after) {
        waiting.incrementAndGet();
        environment.deliveries.execute(() -> {
            for (Consumer<Object> listener : listeners.getOrDefault(event, List.of())) {
                try {
                    listener.accept(value);
                } catch (Throwable failure) { // the other listeners hear it all the same
                    environment.report.accept(failure);
                }
            }
            waiting.decrementAndGet();
            letRead();
            environment.serial.execute(after);
        });
    }

    /** Runs a task on the serial queue when everything so far has been delivered. */
    void afterAll(Runnable task) {
        environment.deliveries.execute(() -> environment.serial.execute(task));
    }

    boolean hasRoom() {
        return waiting.get() <= undelivered;
    }

    /** Completes when there is room for what another frame brings. */
    void whenRoom(CompletableFuture<Void> reader) {
        readers.add(reader);
        letRead();
    }

    private void letRead() {
        while (hasRoom()) {
            CompletableFuture<Void> reader = readers.poll();
            if (reader == null) {
                return;
            }
            reader.complete(null);
        }
    }
}
