package io.mychat.gateway.core;

import io.mychat.gateway.core.config.ProcessingConfig;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The threads of one gateway for what may block.
 *
 * @param workers handlers
 * @param deliveries inboxes that are read
 * @param housekeeping what belongs to no message: unbinding, sweeps, the cluster's messages
 */
record Pools(ExecutorService workers, ExecutorService deliveries, ExecutorService housekeeping)
        implements AutoCloseable {

    private static final int CLOSE_SECONDS = 5;

    static Pools create(ProcessingConfig processing) {
        return new Pools(
                Workers.create("gateway-worker", processing.workerThreads()),
                Workers.create("gateway-delivery", processing.deliveryThreads()),
                Workers.create("gateway-housekeeping", processing.housekeepingThreads()));
    }

    Map<String, ExecutorService> byName() {
        return Map.of("worker", workers, "delivery", deliveries, "housekeeping", housekeeping);
    }

    /** Interrupts handlers and deliveries; lets the housekeeping finish, since seats are given back there. */
    @Override
    public void close() {
        workers.shutdownNow();
        deliveries.shutdownNow();
        housekeeping.shutdown();
        try {
            if (!housekeeping.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                housekeeping.shutdownNow();
            }
        } catch (InterruptedException e) {
            housekeeping.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
