package io.mychat.gateway.testkit.backend;

import io.mychat.gateway.spi.backend.BackendCall;
import io.mychat.gateway.spi.backend.BackendOutcome;
import io.mychat.gateway.spi.backend.BackendOutcome.Reason;
import io.mychat.gateway.spi.backend.BackendServices;
import io.mychat.gateway.spi.backend.ServiceDefinition;
import io.mychat.gateway.spi.backend.ServiceStatus;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * Back-end services without servers: a function answers the calls of all configured services. Records the calls.
 * Thread-safe if the function is.
 *
 * @since 0.1.0
 */
public final class InMemoryBackendServices implements BackendServices {

    private static final Duration SOON = Duration.ofSeconds(1);

    private final List<BackendCall> calls = new CopyOnWriteArrayList<>();
    private volatile Map<String, ServiceDefinition> services = Map.of();
    private volatile Function<BackendCall, CompletableFuture<BackendOutcome>> answers;

    /** Answers each call at once with the same outcome. */
    public InMemoryBackendServices(BackendOutcome outcome) {
        this(call -> CompletableFuture.completedFuture(outcome));
    }

    /** Answers with the function. */
    public InMemoryBackendServices(Function<BackendCall, CompletableFuture<BackendOutcome>> answers) {
        this.answers = answers;
    }

    /** Answers with another function from now on. */
    public void answer(Function<BackendCall, CompletableFuture<BackendOutcome>> next) {
        answers = next;
    }

    @Override
    public void configure(Map<String, ServiceDefinition> next) {
        services = Map.copyOf(next);
    }

    @Override
    public CompletionStage<BackendOutcome> call(BackendCall call) {
        calls.add(call);
        return services.containsKey(call.service())
                ? answers.apply(call)
                : CompletableFuture.completedFuture(new BackendOutcome.Unavailable(Reason.UNKNOWN_SERVICE, SOON));
    }

    @Override
    public Map<String, ServiceStatus> status() {
        Map<String, ServiceStatus> status = new LinkedHashMap<>();
        services.keySet().forEach(name -> {
            long made =
                    calls.stream().filter(call -> call.service().equals(name)).count();
            status.put(name, new ServiceStatus(0, made, 0, 0, List.of()));
        });
        return status;
    }

    /** All calls, in order. */
    public List<BackendCall> calls() {
        return List.copyOf(calls);
    }

    /** The current configuration. */
    public Map<String, ServiceDefinition> services() {
        return services;
    }
}
