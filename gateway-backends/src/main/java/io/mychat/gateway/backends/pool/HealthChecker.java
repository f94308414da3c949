package io.mychat.gateway.backends.pool;

import io.mychat.gateway.backends.http.CallRequest;
import io.mychat.gateway.backends.http.Exchange;
import io.mychat.gateway.backends.http.HttpResult;
import io.mychat.gateway.spi.backend.HealthCheckOptions;
import io.mychat.gateway.spi.backend.HttpVersion;
import io.mychat.gateway.spi.time.TimeSource;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Checks the health of one server periodically. This object's lock guards the running check and the timer. */
final class HealthChecker {

    private static final int MAX_BYTES = 64 << 10;
    /** Varies the interval by up to a tenth in each direction, so that many gateways do not check at the same time. */
    private static final double JITTER = 0.2;

    private final Server server;
    private final HealthCheckOptions options;
    /** Null when only a connection is opened. */
    private final @Nullable HttpRequest request;

    private final PoolDependencies dependencies;

    private boolean stopped;
    private TimeSource.@Nullable Timer pending;
    private @Nullable Runnable cancel;

    HealthChecker(Server server, HealthCheckOptions options, HttpVersion version, PoolDependencies dependencies) {
        this.server = server;
        this.options = options;
        this.dependencies = dependencies;
        this.request = options.isConnect() ? null : request(server, options, version);
    }

    private static HttpRequest request(Server server, HealthCheckOptions options, HttpVersion version) {
        return HttpRequest.newBuilder(CallRequest.at(server.url(), options.path()))
                .version(CallRequest.version(version))
                .GET()
                .build();
    }

    /** Starts with an immediate check. */
    void start() {
        schedule(Duration.ZERO);
    }

    void stop() {
        Runnable current;
        synchronized (this) {
            stopped = true;
            if (pending != null) {
                pending.cancel();
            }
            current = cancel;
        }
        if (current != null) {
            current.run();
        }
    }

    private synchronized void schedule(Duration pause) {
        if (!stopped) {
            pending = dependencies.time().schedule(pause, this::check);
        }
    }

    private void check() {
        CompletionStage<Optional<String>> checking;
        synchronized (this) {
            if (stopped) {
                return;
            }
            checking = request == null ? connect() : ask(request);
        }
        checking.whenComplete((fault, error) -> checked(error == null ? fault : Optional.of(error.toString())));
    }

    private CompletionStage<Optional<String>> connect() {
        CompletableFuture<Optional<String>> connected = dependencies.sender().connect(server.url(), options.timeout());
        cancel = () -> connected.cancel(false);
        return connected;
    }

    private CompletionStage<Optional<String>> ask(HttpRequest question) {
        Exchange exchange = dependencies.sender().send(question, MAX_BYTES, options.timeout());
        cancel = exchange::cancel;
        return exchange.received().thenApply(this::fault);
    }

    /** What is wrong with an answer; empty: nothing. */
    private Optional<String> fault(HttpResult result) {
        if (result instanceof HttpResult.Response response) {
            boolean isGood = response.status() >= 200 && response.status() < 300;
            return isGood ? Optional.empty() : Optional.of("it answers with status " + response.status());
        }
        if (result instanceof HttpResult.TimedOut) {
            return Optional.of("there is no answer within " + options.timeout().toMillis() + " ms");
        }
        if (result instanceof HttpResult.NotConnected unreachable) {
            return Optional.of("there is no connection: " + unreachable.why());
        }
        return Optional.of(
                result instanceof HttpResult.Broken broken
                        ? "there is no answer: " + broken.why()
                        : "its answer has more than " + MAX_BYTES + " bytes");
    }

    private void checked(Optional<String> fault) {
        synchronized (this) {
            if (stopped) {
                return;
            }
            // With the lock, so that the server gets no result after stop() has returned.
            server.checked(fault, options);
        }
        double factor = 1 + JITTER * (dependencies.random().getAsDouble() - 0.5);
        schedule(Duration.ofNanos((long) (options.interval().toNanos() * factor)));
    }
}
