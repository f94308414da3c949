package io.mychat.gateway.core.threads;

import io.mychat.gateway.core.config.ProcessingConfig;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * The threads of one gateway for what may block.
 *
 * @param workers handlers
 * @param deliveries inboxes that are read
 * @param housekeeping runs work that belongs to no message: the release of seats, sweeps
 * @param cluster sends messages to other nodes, which must not wait behind many leaving clients
 * @param logins logins with a password, which wait for it to be checked and must not hold what others need
 * @param boundedLogins the threads of logins, with a bound on their number
 * @param host asynchronous calls of the host application, which may be many at a time and must not hold up anything else
 * @param boundedHost the threads of the host's calls, with a bound on their number
 * @param hooks commands that wait for hooks of plug-ins; used only where there are any
 * @param hookedLogins their threads for logins and logouts, with a bound on their number
 * @param hookedMessages their threads for messages, with a bound on their number
 */
public record ThreadPools(
        Workers workers,
        Workers deliveries,
        Workers housekeeping,
        Workers cluster,
        Workers logins,
        BoundedExecutor boundedLogins,
        Workers host,
        BoundedExecutor boundedHost,
        Workers hooks,
        BoundedExecutor hookedLogins,
        BoundedExecutor hookedMessages)
        implements AutoCloseable {

    private static final Duration CLOSE_TIME = Duration.ofSeconds(5);

    /**
     * @param hookThreads {@code plugins.hook_threads}
     * @param handlers runs handlers; empty: threads of the gateway do
     */
    public static ThreadPools create(ProcessingConfig processing, int hookThreads, Optional<Executor> handlers) {
        long stack = processing.workerStackKb() * 1024L;
        Workers logins = Workers.create("gateway-login", processing.maxConcurrentLogins(), stack);
        Workers host = Workers.create("gateway-host", processing.hostCalls().hostThreads(), stack);
        Workers hooks = Workers.create("gateway-hook", 2 * hookThreads, stack);
        return new ThreadPools(
                handlers.map(executor -> Workers.borrowed("gateway-worker", executor))
                        .orElseGet(() -> Workers.create("gateway-worker", processing.workerThreads(), stack)),
                Workers.create("gateway-delivery", processing.deliveryThreads(), stack),
                Workers.create("gateway-housekeeping", processing.housekeepingThreads(), stack),
                Workers.create("gateway-cluster", processing.clusterThreads(), stack),
                logins,
                new BoundedExecutor("login", logins, processing.maxConcurrentLogins()),
                host,
                new BoundedExecutor("host", host, processing.hostCalls().maxHostCalls()),
                hooks,
                new BoundedExecutor("hooked_logins", hooks, hookThreads),
                new BoundedExecutor("hooked_messages", hooks, hookThreads));
    }

    public Map<String, Workers> byName() {
        return Map.of(
                "worker",
                workers,
                "delivery",
                deliveries,
                "housekeeping",
                housekeeping,
                "cluster",
                cluster,
                "login",
                logins,
                "host",
                host,
                "hook",
                hooks);
    }

    /** Interrupts handlers and deliveries; lets the housekeeping finish, since seats are given back there. */
    @Override
    public void close() {
        workers.stopNow();
        deliveries.stopNow();
        logins.stopNow();
        host.stopNow();
        hooks.stopNow();
        housekeeping.stop(CLOSE_TIME);
        cluster.stop(CLOSE_TIME);
    }
}
