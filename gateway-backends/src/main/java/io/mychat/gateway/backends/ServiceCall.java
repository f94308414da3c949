package io.mychat.gateway.backends;

import io.mychat.gateway.backends.http.AttemptResult;
import io.mychat.gateway.backends.http.CallRequest;
import io.mychat.gateway.backends.http.Exchange;
import io.mychat.gateway.backends.http.HttpResult;
import io.mychat.gateway.backends.http.ResponseReader;
import io.mychat.gateway.backends.pool.PoolDependencies;
import io.mychat.gateway.backends.pool.Server;
import io.mychat.gateway.backends.pool.Service;
import io.mychat.gateway.spi.backend.BackendCall;
import io.mychat.gateway.spi.backend.BackendOutcome;
import io.mychat.gateway.spi.backend.BackendOutcome.Reason;
import io.mychat.gateway.spi.backend.BackendOutcome.Unavailable;
import io.mychat.gateway.spi.backend.ServicePolicy;
import io.mychat.gateway.spi.message.RequestId;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call with its attempts, one after the other. No thread waits in between. This object's lock guards the current
 * attempt and the end of the call; the other fields belong to the current attempt.
 */
final class ServiceCall {

    private static final Logger log = LoggerFactory.getLogger(ServiceCall.class);
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Service service;
    private final BackendCall call;
    private final CallRequest request;
    private final ResponseReader reader;
    private final PoolDependencies dependencies;
    private final long deadline;
    private final CompletableFuture<BackendOutcome> result = new CompletableFuture<>();
    private final Set<Server> tried = new HashSet<>();
    private int retries;
    private @Nullable Exchange current;
    private boolean over;

    /**
     * @param service the service; one of its places has been taken for this call
     */
    ServiceCall(
            Service service,
            BackendCall call,
            CallRequest request,
            ResponseReader reader,
            PoolDependencies dependencies) {
        this.service = service;
        this.call = call;
        this.request = request;
        this.reader = reader;
        this.dependencies = dependencies;
        Duration left = Duration.between(dependencies.time().now(), call.deadline());
        this.deadline = dependencies.time().nanoTime() + left.toNanos();
    }

    CompletionStage<BackendOutcome> start() {
        CompletionStage<BackendOutcome> watched = result;
        watched.whenComplete((outcome, error) -> {
            if (result.isCancelled()) {
                cancelled();
            }
        });
        service.budget().earn();
        attempt(null);
        return result;
    }

    /**
     * @param before the outcome of the previous attempt, if there was one
     */
    private void attempt(@Nullable Unavailable before) {
        long left = deadline - dependencies.time().nanoTime();
        if (left <= 0) {
            finish(before == null ? new Unavailable(Reason.TIMED_OUT, SOON) : before);
            return;
        }
        Optional<Server> picked = isOver() ? Optional.empty() : service.pick(key(), tried);
        if (picked.isEmpty()) {
            if (before == null) {
                service.foundNone();
            }
            finish(before == null ? new Unavailable(Reason.NO_SERVER, SOON) : before);
            return;
        }
        try {
            send(picked.get(), Duration.ofNanos(left));
        } catch (RuntimeException e) {
            picked.get().unmade(e);
            finish(new Unavailable(Reason.FAILED, SOON));
        }
    }

    private void send(Server server, Duration left) {
        tried.add(server);
        ServicePolicy policy = service.definition().policy();
        Duration atMost = policy.limits()
                .attemptTimeout()
                .filter(timeout -> timeout.compareTo(left) < 0)
                .orElse(left);
        Exchange exchange = dependencies
                .sender()
                .send(
                        request.to(
                                server.url(),
                                policy.httpVersion(),
                                service.definition().secrets(),
                                dependencies.time().now(),
                                left),
                        policy.limits().maxResponseBytes(),
                        atMost);
        boolean late;
        synchronized (this) {
            current = exchange;
            late = over;
        }
        if (late) {
            exchange.cancel();
        }
        CompletionStage<HttpResult> httpResult = exchange.received();
        httpResult.whenComplete((outcome, error) -> ended(server, outcome));
    }

    private void ended(Server server, HttpResult httpResult) {
        if (isOver()) {
            // Cancelled. At the deadline, the caller cancels because the server was too slow.
            boolean late = dependencies.time().nanoTime() - deadline >= 0;
            server.ended(late ? AttemptResult.Blame.SERVER : AttemptResult.Blame.UNCLEAR);
            return;
        }
        AttemptResult attemptResult = reader.read(httpResult);
        server.ended(attemptResult.blame());
        if (attemptResult.outcome() instanceof Unavailable unavailable) {
            logFailure(server, httpResult);
            again(unavailable, attemptResult.retry());
        } else {
            finish(attemptResult.outcome());
        }
    }

    /** This thread is the HTTP client's, so the ids of the command are not in its MDC. */
    private void logFailure(Server server, HttpResult httpResult) {
        RequestId requestId = call.message().requestId();
        log.atDebug()
                .addKeyValue("session_id", call.message().sessionId())
                .addKeyValue("request_id", requestId == null ? "" : requestId.text())
                .log("{}: {}", server, httpResult);
    }

    private void again(Unavailable failed, AttemptResult.Retry retry) {
        boolean safe = retry == AttemptResult.Retry.SAFE
                || (retry == AttemptResult.Retry.IF_IDEMPOTENT && call.options().idempotent());
        if (!safe || retries >= call.options().retries()) {
            finish(failed);
            return;
        }
        Duration pause = service.definition()
                .policy()
                .retry()
                .pause(retries, dependencies.random().getAsDouble());
        boolean inTime = dependencies.time().nanoTime() + pause.toNanos() - deadline < 0;
        if (!inTime || dependencies.sender().isClosed() || !service.budget().trySpend()) {
            finish(failed);
            return;
        }
        retries++;
        service.retried();
        dependencies.time().schedule(pause, () -> dependencies.sender().execute(() -> attempt(failed)));
    }

    private String key() {
        String user = call.message().userId();
        return user.isEmpty() ? call.message().sessionId() : user;
    }

    private synchronized boolean isOver() {
        return over;
    }

    private void finish(BackendOutcome outcome) {
        if (end()) {
            result.complete(outcome);
        }
    }

    private void cancelled() {
        if (!end()) {
            return;
        }
        Exchange running;
        synchronized (this) {
            running = current;
        }
        if (running != null) {
            running.cancel();
        }
    }

    /** Releases the place; false when it was already released. */
    private boolean end() {
        synchronized (this) {
            if (over) {
                return false;
            }
            over = true;
        }
        service.leave();
        return true;
    }
}
