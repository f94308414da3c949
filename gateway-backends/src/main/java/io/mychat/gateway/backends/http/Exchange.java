package io.mychat.gateway.backends.http;

import io.mychat.gateway.spi.time.TimeSource;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One running request. This object's lock guards the resources that are released at its end. */
public final class Exchange {

    private final CompletableFuture<HttpResult> received = new CompletableFuture<>();
    private TimeSource.@Nullable Timer timer;
    private @Nullable CompletableFuture<HttpResponse<Optional<byte[]>>> sending;
    private boolean over;

    Exchange() {}

    /** Completes once and never exceptionally. */
    public CompletionStage<HttpResult> received() {
        return received;
    }

    /** Aborts the request: {@link #received} completes, and a connection that waits for the response is closed. */
    public void cancel() {
        end(new HttpResult.Broken("cancelled"));
    }

    synchronized boolean isOver() {
        return over;
    }

    /** Sets the timer that ends this exchange; it is cancelled at the end. */
    synchronized void limit(TimeSource.Timer timeout) {
        timer = timeout;
        if (over) {
            timeout.cancel();
        }
    }

    /** Starts to send, unless the exchange has already ended. */
    void send(Supplier<CompletableFuture<HttpResponse<Optional<byte[]>>>> start) {
        if (isOver()) {
            return;
        }
        // Without the lock, because it may take a moment, and the exchange must be able to end meanwhile.
        CompletableFuture<HttpResponse<Optional<byte[]>>> started = start.get();
        synchronized (this) {
            sending = started;
        }
        if (isOver()) {
            started.cancel(true);
            return;
        }
        CompletionStage<HttpResponse<Optional<byte[]>>> answer = started;
        answer.whenComplete(
                (response, error) -> end(error == null ? HttpSender.read(response) : HttpSender.fault(error)));
    }

    void end(HttpResult outcome) {
        CompletableFuture<HttpResponse<Optional<byte[]>>> started;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            if (timer != null) {
                timer.cancel();
            }
            started = sending;
        }
        if (started != null) {
            // Does nothing when the future is complete.
            started.cancel(true);
        }
        received.complete(outcome);
    }
}
