package io.mychat.gateway.core.reload;

import io.mychat.gateway.core.config.ConfigFile;
import io.mychat.gateway.core.config.ServerConfig;
import io.mychat.gateway.core.config.json.FileDigests;
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
 * Runs a {@link FileWatcher} over the configuration's files, reloads after a change, and replaces the watcher when it
 * is stuck. This object's lock guards which watcher is in use. No file is touched under the lock, since a file may
 * block its reader for ever.
 */
public final class ConfigWatchSupervisor implements AutoCloseable {

    private static final Duration SETTLE = Duration.ofMillis(250);
    private static final Logger log = LoggerFactory.getLogger(ConfigWatchSupervisor.class);

    private final ConfigManager configuration;
    private final ServerConfig server;
    private final Reloader reloader;
    private final TimeSource time;
    private final Executor repairs;
    private final AtomicBoolean restarting = new AtomicBoolean();
    private @Nullable FileWatcher watcher;
    private boolean closed;

    /**
     * @param server the section that the gateway was started with; a replaced watcher uses it as well
     */
    public ConfigWatchSupervisor(ConfigManager configuration, ServerConfig server, Reloader reloader, TimeSource time) {
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
     * Starts the watch when {@code server.watch_config} is set and there are files. A file that has changed since the
     * configuration was read is read again.
     */
    public void start() {
        start(configuration.digestsAtStart());
    }

    private void start(FileDigests first) {
        if (!server.watchConfig() || configuration.files().isEmpty()) {
            return;
        }
        FileWatcher next = new FileWatcher(
                configuration::files,
                first,
                () -> reloader.reload(ConfigFile.GATEWAY, Optional.empty(), "a change of its files"),
                new FileWatcher.Pace(server.watchPoll(), SETTLE),
                time);
        FileWatcher superfluous;
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

    /** The longest time between two looks. */
    public Duration poll() {
        return server.watchPoll();
    }

    /** A sign of life: a new value after each look, and at each call when nothing is watched. */
    public synchronized Object sign() {
        return watcher == null ? new Object() : watcher.lastLook();
    }

    /**
     * Begins to replace a stuck watcher and to read what may have changed meanwhile. Does not wait, since the new
     * watcher may get stuck on the same file.
     */
    public Repair restart() {
        if (!restarting.compareAndSet(false, true)) {
            return new Repair.Failed("the previous restart has not ended: a file or a reload is blocked");
        }
        try {
            repairs.execute(this::renew);
        } catch (RejectedExecutionException e) {
            // No thread is available; the next try may get one.
            restarting.set(false);
            return new Repair.Failed(String.valueOf(e.getCause() == null ? e : e.getCause()));
        }
        return new Repair.Tried("is being restarted");
    }

    private void renew() {
        try {
            start(FileDigests.of(configuration.files()));
            if (!isClosed()) {
                reloader.reload(
                        ConfigFile.GATEWAY, Optional.empty(), "the watchdog, after the watch over the files was stuck");
            }
        } catch (RuntimeException e) {
            log.error("The watch over the configuration's files could not be restarted", e);
        } finally {
            restarting.set(false);
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** Ends the watch. Does not wait for a look or a reload in progress. */
    @Override
    public void close() {
        FileWatcher last;
        synchronized (this) {
            closed = true;
            last = watcher;
        }
        if (last != null) {
            last.close();
        }
    }
}
