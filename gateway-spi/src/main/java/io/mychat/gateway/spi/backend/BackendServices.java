package io.mychat.gateway.spi.backend;

import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Calls back-end services. Thread-safe, also during {@link #configure}.
 *
 * @since 0.1.0
 */
public interface BackendServices {

    /**
     * Replaces all services in one step: a call sees either the old services or the new ones. A server with the same
     * service and URL keeps its health state. Running calls to a removed server or service are finished. Opens no
     * connection and does not block.
     *
     * @param services by name
     */
    void configure(Map<String, ServiceDefinition> services);

    /**
     * Makes one call without holding a thread. The stage completes by {@link BackendCall#deadline()}, and never
     * exceptionally except after a cancellation. A service that is not configured ends it with
     * {@link BackendOutcome.Reason#UNKNOWN_SERVICE}. {@linkplain java.util.concurrent.CompletableFuture#cancel Cancelling}
     * the stage's future ends the call, which no longer counts as running.
     */
    CompletionStage<BackendOutcome> call(BackendCall call);

    /** The current status of each configured service, by name; none before {@link #configure}. */
    Map<String, ServiceStatus> status();
}
