package io.mychat.gateway.core;

import io.mychat.gateway.core.config.ConfigFile;
import io.mychat.gateway.core.config.ServerConfig;
import io.mychat.gateway.core.config.json.FileDigests;
import io.mychat.gateway.core.reload.ConfigManager;
import io.mychat.gateway.core.reload.ConfigWatcher;
import io.mychat.gateway.core.reload.Reloader;
import io.mychat.gateway.core.threads.Workers;
import io.mychat.gateway.core.watch.LivenessCheck.Repair;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts, restarts and ends the watch over the configuration files. This object's lock guards the current watch. No
 * file is read under the lock, because a file may block its reader for ever.
 */
final class ConfigWatchSupervisor implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ConfigWatchSupervisor.class);

    private final ConfigManager configuration;
    private final ServerConfig server;
    private final Reloader reloader;
    private final TimeSource time;
    private final Executor repairs;
    private final AtomicBoolean restarting = new AtomicBoolean();
    private @Nullable ConfigWatcher watcher;
    private boolean closed;

    /**
     * @param server the configuration at the start, which also applies to a restarted watch
     */
    ConfigWatchSupervisor(ConfigManager configuration, ServerConfig server, Reloader reloader, TimeSource time) {
        this(configuration, server, reloader, time, Workers.single("gateway-config-watch-repair"));
    }

    /** @param repairs runs a repair, which may block for ever, on a thread of its own */
    ConfigWatchSupervisor(
            ConfigManager configuration, ServerConfig server, Reloader reloader, TimeSource time, Executor repairs) {
        this.repairs = repairs;
        this.configuration = configuration;
        this.server = server;
        this.reloader = reloader;
        this.time = time;
    }

    /**
     * Starts the watch if it is configured and there are files. A file that has changed since the configuration was
     * read causes a reload.
     */
    void start() {
        start(configuration.marksAtStart());
    }

    private void start(FileDigests first) {
        ConfigWatcher next =
                ConfigWatcher.over(configuration, server, first, reloader, time).orElse(null);
        if (next == null) {
            return;
        }
        ConfigWatcher superfluous;
        synchronized (this) {
            superfluous = closed ? next : watcher;
            if (!closed) {
                watcher = next;
                next.start();
            }
        }
        if (superfluous != null) {
            superfluous.close();
        }
    }

    /** How long may pass between two looks. */
    Duration poll() {
        return server.watchPoll();
    }

    /** Another value after each of its looks; a new one each time when nothing is watched. */
    synchronized Object sign() {
        return watcher == null ? new Object() : watcher.lastLook();
    }

    /**
     * Starts to replace a watch without progress, and to read files that may have changed meanwhile. Does not wait,
     * because the same cause may block the new watch.
     */
    Repair restart() {
        if (!restarting.compareAndSet(false, true)) {
            return new Repair.Failed("the last one has not ended: a file or a reload does not come to its end");
        }
        try {
            repairs.execute(this::renew);
        } catch (RejectedExecutionException e) {
            // No thread was to be had; the next try may get one.
            restarting.set(false);
            return new Repair.Failed(String.valueOf(e.getCause() == null ? e : e.getCause()));
        }
        return new Repair.Tried("is being started again");
    }

    private void renew() {
        try {
            start(FileDigests.of(configuration.files()));
            if (!isClosed()) {
                reloader.reload(
                        ConfigFile.GATEWAY,
                        Optional.empty(),
                        "the watchdog, after the watch over the files stood still");
            }
        } catch (RuntimeException e) {
            log.error("The watch over the configuration's files could not be started again", e);
        } finally {
            restarting.set(false);
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** Ends the watch; does not wait for a running check or reload. */
    @Override
    public void close() {
        ConfigWatcher last;
        synchronized (this) {
            closed = true;
            last = watcher;
        }
        if (last != null) {
            last.close();
        }
    }
}
