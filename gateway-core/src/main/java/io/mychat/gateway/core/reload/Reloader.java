package io.mychat.gateway.core.reload;

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

/** Requests reloads and reports their outcomes to the log and to the listeners. Thread-safe; every reload blocks on files. */
public final class Reloader implements AutoCloseable {

    private final ConfigManager configuration;
    private volatile ReloadParticipant participant;
    private final GatewayListener events;
    private final TimeSource time;

    /** @param participant takes part in each reload until {@link #close} */
    public Reloader(
            ConfigManager configuration, ReloadParticipant participant, GatewayListener events, TimeSource time) {
        this.configuration = configuration;
        this.participant = participant;
        this.events = events;
        this.time = time;
    }

    /**
     * Reads a file again, and with the main file all files that it names.
     *
     * @param instead another file in its place, for this reload only
     * @param by the requester, for the audit
     */
    public ReloadOutcome reload(ConfigFile file, Optional<Path> instead, String by) {
        ReloadOutcome outcome = configuration.reload(file, instead, () -> participant);
        ReloadLog.write(outcome, by);
        events.onEvent(event(outcome, by));
        return outcome;
    }

    /**
     * What a reload would answer now. Changes nothing, and tells nobody.
     *
     * @param instead another file in its place
     */
    public ReloadOutcome preview(ConfigFile file, Optional<Path> instead) {
        return configuration.preview(file, instead, () -> participant);
    }

    /**
     * Ends the participant's part in reloads. Does not wait for a reload in progress, which may hang on a file and may
     * still call the participant once.
     */
    @Override
    public void close() {
        participant = ReloadParticipant.none();
    }

    private GatewayEvent event(ReloadOutcome outcome, String by) {
        String file = outcome.file().typeName();
        if (outcome instanceof ReloadOutcome.Reloaded reloaded) {
            return new GatewayEvent.ConfigReloaded(
                    time.now(),
                    file,
                    by,
                    reloaded.changes().stream()
                            .map(ReloadOutcome.Change::toString)
                            .toList(),
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
     * A file of the configuration directory. Links are followed, so that no link leads out of it. A missing file is
     * inside when its path is; the reload reports it.
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
                    // A dangling link: its target is not revealed.
                    return Optional.empty();
                }
                existing = parent;
            }
            Path real = existing.toRealPath();
            if (!real.startsWith(realRoot)) {
                return Optional.empty();
            }
            // The file that was checked is the file that is read.
            return Optional.of(real.resolve(existing.relativize(file)).normalize());
        } catch (InvalidPathException | IOException e) {
            return Optional.empty();
        }
    }
}
