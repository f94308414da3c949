package io.mychat.gateway.core.reload;

import io.mychat.gateway.core.config.ConfigChange;
import io.mychat.gateway.core.config.ConfigFault;
import io.mychat.gateway.core.config.ConfigFile;
import io.mychat.gateway.core.config.ReloadOutcome;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.GatewayListener;
import io.mychat.gateway.spi.time.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Asks for reloads and lets the listeners know what came of them. Thread-safe; every reload blocks on files. */
public final class Reloader {

    private final ConfigManager configuration;
    private final GatewayListener events;
    private final TimeSource time;

    public Reloader(ConfigManager configuration, GatewayListener events, TimeSource time) {
        this.configuration = configuration;
        this.events = events;
        this.time = time;
    }

    /**
     * Reads a file anew, and with the main file all that it names.
     *
     * @param instead another file in its place, for this time
     * @param by who asks, for the audit log
     */
    public ReloadOutcome reload(ConfigFile file, Optional<Path> instead, String by) {
        ReloadOutcome outcome = configuration.reload(file, instead);
        events.onEvent(event(outcome, by));
        return outcome;
    }

    private GatewayEvent event(ReloadOutcome outcome, String by) {
        String file = outcome.file().typeName();
        if (outcome instanceof ReloadOutcome.Reloaded reloaded) {
            return new GatewayEvent.ConfigReloaded(
                    time.now(),
                    file,
                    by,
                    reloaded.changes().stream().map(ConfigChange::toString).toList(),
                    reloaded.restartNeeded());
        }
        ReloadOutcome.Rejected rejected = (ReloadOutcome.Rejected) outcome;
        return new GatewayEvent.ConfigRejected(
                time.now(),
                file,
                by,
                rejected.faults().stream().map(ConfigFault::toString).toList());
    }

    /**
     * A file of the configuration directory; links are followed, so that none leads out. A file that does not exist is
     * inside when its path is, and is found missing later.
     *
     * @param path absolute, or relative to that directory
     * @return empty when it lies outside, or there is no such directory
     */
    public Optional<Path> inside(String path) {
        Optional<Path> directory = configuration.directory();
        if (directory.isEmpty()) {
            return Optional.empty();
        }
        try {
            Path root = directory.get().normalize();
            Path file = root.resolve(path).normalize();
            if (!file.startsWith(root) || file.equals(root)) {
                return Optional.empty();
            }
            Path realRoot = root.toRealPath();
            Path existing = file;
            while (!Files.exists(existing)) {
                Path parent = existing.getParent();
                if (parent == null || Files.isSymbolicLink(existing)) {
                    // It leads to nothing, and nobody should learn where.
                    return Optional.empty();
                }
                existing = parent;
            }
            Path real = existing.toRealPath();
            if (!real.startsWith(realRoot)) {
                return Optional.empty();
            }
            // The file that was looked at is the one that is read.
            return Optional.of(real.resolve(existing.relativize(file)).normalize());
        } catch (InvalidPathException | IOException e) {
            return Optional.empty();
        }
    }
}
