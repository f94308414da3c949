package io.mychat.gateway.backends;

import io.mychat.gateway.backends.http.BoundedJson;
import io.mychat.gateway.backends.http.CallRequest;
import io.mychat.gateway.backends.http.HttpSender;
import io.mychat.gateway.backends.http.ResponseReader;
import io.mychat.gateway.backends.http.TraceParent;
import io.mychat.gateway.backends.pool.PoolDependencies;
import io.mychat.gateway.backends.pool.Service;
import io.mychat.gateway.spi.backend.BackendCall;
import io.mychat.gateway.spi.backend.BackendOutcome;
import io.mychat.gateway.spi.backend.BackendOutcome.Reason;
import io.mychat.gateway.spi.backend.BackendServices;
import io.mychat.gateway.spi.backend.ServiceDefinition;
import io.mychat.gateway.spi.backend.ServiceStatus;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Back-end services over HTTP. Thread-safe: this object's lock guards changes of the services; a call keeps the
 * services that were current at its start.
 */
final class HttpBackendServices implements BackendServices, AutoCloseable {

    /** The wait that the caller of an unavailable service is told. */
    private static final Duration SOON = Duration.ofSeconds(1);
    /**
     * The number of lookup threads for each thread that carries calls. It bounds the hosts that wait for a name server
     * at the same time.
     */
    private static final int LOOKUP_THREADS = 4;

    private final BackendsSettings settings;
    private final BoundedJson json;
    private final ResponseReader reader;
    private final PoolDependencies dependencies;
    private volatile Map<String, Service> services = Map.of();

    private HttpBackendServices(BackendsSettings settings, PoolDependencies dependencies) {
        this.settings = settings;
        this.json = new BoundedJson(settings.maxJsonDepth());
        this.reader = new ResponseReader(json);
        this.dependencies = dependencies;
    }

    static HttpBackendServices create(BackendsSettings settings, TimeSource time) {
        HttpSender sender = new HttpSender(
                threads("gateway-backends-", settings.threads()),
                threads("gateway-backends-lookup-", settings.threads() * LOOKUP_THREADS),
                settings.connect(),
                time);
        return new HttpBackendServices(
                settings,
                new PoolDependencies(
                        sender, time, () -> ThreadLocalRandom.current().nextDouble()));
    }

    private static ExecutorService threads(String name, int number) {
        AtomicInteger count = new AtomicInteger();
        return Executors.newFixedThreadPool(number, task -> {
            Thread thread = new Thread(task, name + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public synchronized void configure(Map<String, ServiceDefinition> definitions) {
        if (dependencies.sender().isClosed()) {
            return;
        }
        Map<String, Service> next = new LinkedHashMap<>();
        definitions.forEach((name, definition) -> {
            Service present = services.get(name);
            next.put(name, present == null ? Service.create(name, definition, dependencies) : present.with(definition));
        });
        services.forEach((name, service) -> {
            if (!next.containsKey(name)) {
                service.retire();
            }
        });
        services = Map.copyOf(next);
    }

    @Override
    public CompletionStage<BackendOutcome> call(BackendCall call) {
        Service service = services.get(call.service());
        if (service == null) {
            return unavailable(Reason.UNKNOWN_SERVICE);
        }
        if (!service.tryEnter()) {
            return unavailable(Reason.OVERLOADED);
        }
        CallRequest.Marks marks = new CallRequest.Marks(
                UUID.randomUUID().toString(),
                TraceParent.of(
                        call.trace(),
                        dependencies.random().getAsDouble() * 100 < settings.traceSamplePercent(),
                        () -> ThreadLocalRandom.current().nextLong()));
        return new ServiceCall(service, call, new CallRequest(call, json, marks), reader, dependencies).start();
    }

    private static CompletionStage<BackendOutcome> unavailable(Reason reason) {
        return CompletableFuture.completedFuture(new BackendOutcome.Unavailable(reason, SOON));
    }

    @Override
    public Map<String, ServiceStatus> status() {
        Map<String, ServiceStatus> status = new LinkedHashMap<>();
        services.forEach((name, service) -> status.put(name, service.status()));
        return status;
    }

    /** Ends all running calls with {@code Unavailable}. */
    @Override
    public synchronized void close() {
        services.values().forEach(Service::retire);
        services = Map.of();
        dependencies.sender().close();
    }
}
