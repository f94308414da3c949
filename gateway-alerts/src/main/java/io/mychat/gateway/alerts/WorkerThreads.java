package io.mychat.gateway.alerts;

import io.mychat.gateway.alerts.AlertService.AlertThreads;
import io.mychat.gateway.spi.threads.DaemonThreadPool;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** The threads of the module: one that evaluates, and one for each channel that sends. */
final class WorkerThreads {

    /** More than there are channels, because a replaced one may still be sending. */
    private static final int MOST_SENDING = 128;

    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final long LAST_TASKS_SECONDS = 2;

    private WorkerThreads() {}

    /** What waits is bounded: one look, and a receipt for each alert that a channel may hold. */
    static AlertThreads create() {
        ExecutorService engine = new DaemonThreadPool("gateway-alerts", 1, IDLE);
        ExecutorService channels = new DaemonThreadPool("gateway-alerts-channel", MOST_SENDING, IDLE);
        return new AlertThreads(engine, channels, () -> {
            channels.shutdownNow();
            end(engine);
        });
    }

    /** Its last tasks give claims back, which other nodes then take at once. */
    private static void end(ExecutorService engine) {
        engine.shutdown();
        try {
            engine.awaitTermination(LAST_TASKS_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        engine.shutdownNow();
    }
}
