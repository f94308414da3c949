package io.mychat.gateway.spi.backend;

import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Calls back-end services. Safe for use by many threads, also while it is being configured. */
public interface BackendServices {

    /**
     * Puts these services in the place of all earlier ones, in one step: a call sees the old ones or the new ones. A
     * server that stays (the same service, the same URL) keeps what is known of its health; calls under way to one that
     * goes are finished. Opens no connection and waits for nothing.
     *
     * @param services by name
     */
    void configure(Map<String, ServiceDefinition> services);

    /**
     * Makes one call. Holds no thread until the stage completes, which it does by {@link BackendCall#deadline()} and
     * never exceptionally, but for a cancellation: {@link java.util.concurrent.CompletableFuture#cancel cancelling} the
     * stage's future ends the call.
     */
    CompletionStage<BackendOutcome> call(BackendCall call);

    /** What each service is doing right now, by its name. */
    Map<String, ServiceStatus> status();
}
