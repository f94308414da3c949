package io.mychat.gateway.redis.connection;

import io.mychat.gateway.spi.event.RateLimitedLog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Switches calls to a new master behind sentinels, and notifies owners of separate connections. Asks for the master
 * when the current one reports that it is a replica. Works on its own thread in real time, because sockets have no
 * other time. Thread-safe.
 */
public final class MasterWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MasterWatch.class);
    private static final int LOOK_MILLIS = 100;
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(500);

    private final JedisConnections jedisConnections;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final ScheduledThreadPoolExecutor thread;
    private final AtomicBoolean asking = new AtomicBoolean();
    private final RateLimitedLog failures = RateLimitedLog.inSystemTime(LOG::warn);

    /** Only for the thread. */
    private @Nullable HostAndPort known;

    /** @param looks whether the master may change without a request of this gateway, as behind sentinels */
    public MasterWatch(JedisConnections jedisConnections, boolean looks) {
        this.jedisConnections = jedisConnections;
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread one = new Thread(task, "redis-master");
            one.setDaemon(true);
            return one;
        });
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        if (looks) {
            Future<?> unused =
                    thread.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Called on the thread of this class each time that calls go to another master; must not block. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Asks for the master, at most twice a second: the server that was called is not the master. */
    public void ask() {
        if (asking.compareAndSet(false, true)) {
            try {
                Future<?> unused = thread.submit(this::askOnce);
                Future<?> unusedToo =
                        thread.schedule(() -> asking.set(false), BETWEEN_QUESTIONS.toMillis(), TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                LOG.debug("closed meanwhile", e);
            }
        }
    }

    private void askOnce() {
        look();
        try {
            jedisConnections.findMaster();
            look();
        } catch (JedisException e) {
            LOG.debug("No server says which one is the master", e);
        } catch (RuntimeException | OutOfMemoryError e) { // the watch must continue
            failures.log("The question for the master of Redis failed", e);
        }
    }

    private void look() {
        try {
            jedisConnections.master().ifPresent(this::compare);
        } catch (RuntimeException | OutOfMemoryError e) {
            // Without the check, a change of the master stays unknown.
            failures.log("The check for another master of Redis failed and is repeated", e);
        }
    }

    private void compare(HostAndPort now) {
        // Before the first look, connections may have been made to a master that is none any more.
        HostAndPort before = known == null ? jedisConnections.firstMaster().orElse(now) : known;
        known = now;
        if (!before.equals(now)) {
            LOG.info("Calls go to another master of Redis: {}", now);
            listeners.forEach(MasterWatch::tell);
        }
    }

    private static void tell(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.warn("A listener failed after the master of Redis changed", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
