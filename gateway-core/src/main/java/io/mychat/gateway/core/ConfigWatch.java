package io.mychat.gateway.core;

import io.mychat.gateway.core.config.ConfigFile;
import io.mychat.gateway.core.config.ConfigManager;
import io.mychat.gateway.core.config.ServerConfig;
import io.mychat.gateway.core.reload.ConfigWatcher;
import io.mychat.gateway.core.reload.Reloader;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The watch over the configuration's files, which can be started again. This object's lock guards which one is at work. */
final class ConfigWatch implements AutoCloseable {

    private final ConfigManager configuration;
    private final ServerConfig server;
    private final Reloader reloader;
    private final TimeSource time;
    private @Nullable ConfigWatcher watcher;
    private boolean closed;

    /**
     * @param server what the gateway was started with; a watch that is started again keeps to it
     */
    ConfigWatch(ConfigManager configuration, ServerConfig server, Reloader reloader, TimeSource time) {
        this.configuration = configuration;
        this.server = server;
        this.reloader = reloader;
        this.time = time;
    }

    /** Starts it where the configuration wants one and has files. */
    synchronized void start() {
        if (!closed) {
            watcher = ConfigWatcher.over(configuration, server, reloader, time).orElse(null);
            if (watcher != null) {
                watcher.start();
            }
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

    /** Puts a new one in the place of one that stands still, and reads what may have changed meanwhile. May block. */
    void restart() {
        synchronized (this) {
            if (watcher != null) {
                watcher.close();
            }
            start();
        }
        reloader.reload(
                ConfigFile.GATEWAY, Optional.empty(), "the watchdog, after the watch over the files stood still");
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (watcher != null) {
            watcher.close();
        }
    }
}
