package io.mychat.gateway.backends.http;

import java.net.http.HttpClient;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An {@link HttpClient} that is replaced when its selector thread has died, of an OutOfMemoryError for example. Such a
 * client answers no call, and on JDK 17 it does not even fail. The first one is made when it is asked for: it takes a tenth of a
 * start, for TLS. Thread-safe: its monitor guards the client in use.
 */
final class ReplaceableClient {

    private static final Logger log = LoggerFactory.getLogger(ReplaceableClient.class);

    private final Supplier<HttpClient> maker;
    private @Nullable Made current;
    private boolean closed;

    /**
     * A client.
     *
     * @param selector its thread; empty where this JVM's clients do not show it: the client is never replaced then
     */
    private record Made(HttpClient client, Optional<Thread> selector) {

        boolean isAlive() {
            return selector.map(Thread::isAlive).orElse(true);
        }
    }

    ReplaceableClient(Supplier<HttpClient> maker) {
        this.maker = maker;
    }

    /**
     * The client in use; another one when its thread has died. Calls of the previous one end by their time limits.
     *
     * @throws IllegalStateException after {@link #close}
     */
    synchronized HttpClient get() {
        if (closed) {
            throw new IllegalStateException("the gateway stops");
        }
        Made made = current;
        if (made != null && !made.isAlive()) {
            log.error("The thread of the HTTP client for back-end services has died; a new client takes over");
            made = null;
        }
        if (made == null) {
            made = make();
            current = made;
        }
        return made.client();
    }

    /** A thread belongs to the group of its creator, so the selector thread is found in a separate group. */
    private Made make() {
        ThreadGroup group = new ThreadGroup("gateway-backends-client");
        CompletableFuture<HttpClient> made = new CompletableFuture<>();
        Thread creator = new Thread(
                group,
                () -> {
                    try {
                        made.complete(maker.get());
                    } catch (Throwable e) {
                        made.completeExceptionally(e);
                    }
                },
                "gateway-backends-client");
        creator.setDaemon(true);
        creator.start();
        HttpClient client = made.join();
        Thread[] found = new Thread[group.activeCount() + 4];
        int count = group.enumerate(found);
        Optional<Thread> selector = Stream.of(found)
                .limit(count)
                .filter(thread -> thread.getName().endsWith("SelectorManager"))
                .findFirst();
        return new Made(client, selector);
    }

    /** The last client, for its end; empty when none was made. No other is made from now on. */
    synchronized Optional<HttpClient> close() {
        closed = true;
        return Optional.ofNullable(current).map(Made::client);
    }

    /** The thread of the client in use, for tests. */
    synchronized Optional<Thread> selector() {
        Made made = current;
        return made == null ? Optional.empty() : made.selector();
    }
}
