package io.mychat.gateway.client;

import io.mychat.gateway.client.jdk.JdkNetwork;
import io.mychat.gateway.client.port.Http;
import io.mychat.gateway.client.port.Json;
import io.mychat.gateway.client.port.Sockets;
import io.mychat.gateway.client.port.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds a client. {@code serial} is the owner of all of its state: whatever reads or changes it runs there, one task after the other.
 * {@code deliveries} calls listeners, stores and token sources, also one after the other.
 */
final class Environment {

    private static final long AGAIN_MS = 100;

    final Timers timers;
    final Sockets sockets;
    final Http http;
    final Json json;
    final DoubleSupplier random;
    final Consumer<Throwable> report;
    final Executor callbacks;
    final Serial serial;
    final Serial deliveries;
    private final List<AutoCloseable> owned = new ArrayList<>();
    private volatile boolean closed;

    Environment(GatewayClientBuilder builder) {
        random = builder.random;
        report = builder.report;
        json = builder.json == null ? Defaults.json() : builder.json;
        timers = builder.timers == null ? owned(Defaults.timers()) : builder.timers;
        callbacks = builder.callbacks == null ? ownedThreads(Defaults.callbacks()) : builder.callbacks;
        Sockets givenSockets = builder.sockets;
        Http givenHttp = builder.http == null && builder.apiUrl == null ? Defaults.noHttp() : builder.http;
        if (givenSockets == null || givenHttp == null) {
            JdkNetwork network = owned(Defaults.network()); // Android has none, and gives both
            sockets = givenSockets == null ? network : givenSockets;
            http = givenHttp == null ? network : givenHttp;
        } else {
            sockets = givenSockets;
            http = givenHttp;
        }
        serial = new Serial(timers, report, this::again);
        deliveries = callbackQueue();
    }

    private <T extends AutoCloseable> T owned(T resource) {
        owned.add(resource);
        return resource;
    }

    private ExecutorService ownedThreads(ExecutorService threads) {
        owned.add(threads::shutdown);
        return threads;
    }

    /** A queue of its own on the threads for callbacks. */
    Serial callbackQueue() {
        return new Serial(callbacks, report, this::again);
    }

    /** An executor takes nothing: for the moment, or since the client is closed; then little is left to do, and anybody may do it. */
    private void again(Runnable retry, Runnable onTheSpot) {
        if (!closed) {
            try {
                timers.setTimeout(retry, AGAIN_MS);
                return;
            } catch (RejectedExecutionException
                    | OutOfMemoryError noThread) { // the application has ended its executors first
                closed = true;
            }
        }
        onTheSpot.run();
    }

    /** Ends what this client has made for itself; what has been handed over before is still done. */
    void close() {
        closed = true;
        for (AutoCloseable resource : owned) {
            try {
                resource.close();
            } catch (Exception failure) {
                report.accept(failure);
            }
        }
    }

    /** Calls {@code task} later on the serial queue, unless the timer is cancelled before. */
    Timer after(long ms, Runnable task) {
        Timer timer = new Timer();
        try {
            timer.cancel = timers.setTimeout(
                    () -> serial.execute(() -> {
                        if (!timer.ended) {
                            timer.ended = true;
                            task.run();
                        }
                    }),
                    Math.max(0, ms));
        } catch (RejectedExecutionException ended) {
            timer.ended = true; // the client is closed
        }
        return timer;
    }

    /** Completes a future of the application: on a thread for callbacks, since what depends on it may block. */
    <T> void complete(CompletableFuture<T> future, @Nullable T value, @Nullable Throwable failure) {
        Runnable completion = () -> {
            if (failure != null) {
                future.completeExceptionally(failure);
            } else {
                future.complete(value);
            }
        };
        try {
            callbacks.execute(completion);
        } catch (RejectedExecutionException | OutOfMemoryError noThread) { // better here than never
            completion.run();
        }
    }

    /** A timer of one client; owned by its serial queue. */
    static final class Timer {

        private boolean ended;
        private @Nullable Runnable cancel;

        boolean hasEnded() {
            return ended;
        }

        void cancel() {
            Runnable running = cancel;
            if (!ended && running != null) {
                running.run();
            }
            ended = true;
        }
    }
}
