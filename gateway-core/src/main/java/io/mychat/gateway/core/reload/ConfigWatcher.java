package io.mychat.gateway.core.reload;

import io.mychat.gateway.core.config.ConfigFile;
import io.mychat.gateway.core.config.ServerConfig;
import io.mychat.gateway.core.config.json.FileDigests;
import io.mychat.gateway.core.threads.FaultBarrier;
import io.mychat.gateway.spi.time.TimeSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after files on a thread of its own, and says when their content has changed and stands still. What counts is the
 * content: a file that was written in place, replaced by a rename or reached through another link, all the same.
 *
 * <p>Notices of the file system make it look at once; without them it looks every {@code poll}. A burst of changes is one:
 * it waits until two looks, {@code settle} apart, see the same, though not for ever.
 *
 * <p>Thread-safe. Starts once, closes once.
 */
public final class ConfigWatcher implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ConfigWatcher.class);
    private static final int MOST_SETTLING_LOOKS = 20;
    private static final Duration SETTLE = Duration.ofMillis(250);

    private final Supplier<Set<Path>> files;
    private final Runnable changed;
    private final Pace pace;
    private final TimeSource time;
    private final FileDigests first;
    private final Thread thread = new Thread(this::run, "gateway-config-watch");
    private final WatchedDirectories directories = new WatchedDirectories();

    private volatile Instant lastLook;
    private volatile boolean closed;

    /**
     * How often it looks, in real time.
     *
     * @param poll without notices
     * @param settle between two looks that must see the same
     */
    public record Pace(Duration poll, Duration settle) {}

    /**
     * @param files those to look after; asked at each look
     * @param first what they held when they were read: what has changed since then is told of, after the start
     * @param changed called on the watcher's thread; may block
     */
    public ConfigWatcher(Supplier<Set<Path>> files, FileDigests first, Runnable changed, Pace pace, TimeSource time) {
        this.files = files;
        this.first = first;
        this.changed = changed;
        this.pace = pace;
        this.time = time;
        this.lastLook = time.now();
        thread.setDaemon(true);
    }

    /**
     * The watch over a gateway's configuration, as {@code server.watch_config} asks for it.
     *
     * @param server what the gateway was started with: these keys take effect at a start
     * @param first what the files held when the configuration that counts was read
     * @return empty when it asks for none, or there are no files
     */
    public static Optional<ConfigWatcher> over(
            ConfigManager configuration, ServerConfig server, FileDigests first, Reloader reloader, TimeSource time) {
        if (!server.watchConfig() || configuration.files().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ConfigWatcher(
                configuration::files,
                first,
                () -> reloader.reload(ConfigFile.GATEWAY, Optional.empty(), "a change of its files"),
                new Pace(server.watchPoll(), SETTLE),
                time));
    }

    public void start() {
        thread.start();
    }

    /** When it has last looked: long ago means that it stands still, and that a change may go unseen. */
    public Instant lastLook() {
        return lastLook;
    }

    /** Ends the watch; a reload that is under way is finished. */
    @Override
    public void close() {
        closed = true;
        directories.close();
    }

    private void run() {
        try {
            FileDigests seen = first;
            while (!closed) {
                seen = lookSafely(seen);
                awaitSafely();
                // However busy the directory is, so often and no more.
                directories.pause(pace.settle());
            }
        } catch (InterruptedException e) {
            log.error("The watch over the configuration's files was interrupted; changes go unseen from now on");
        }
    }

    /** Without memory for a moment, for example, the next look comes all the same. */
    private FileDigests lookSafely(FileDigests before) throws InterruptedException {
        try {
            return look(before);
        } catch (RuntimeException | Error e) { // this thread stays
            failed("A look at the configuration's files failed; the next one comes", e);
            return before;
        }
    }

    private void awaitSafely() throws InterruptedException {
        try {
            directories.await(pace.poll());
        } catch (RuntimeException | Error e) { // as above
            failed("The file system's notices failed; the next look comes", e);
        }
    }

    private static void failed(String message, Throwable cause) {
        FaultBarrier.report(cause, failure -> log.error(message, failure));
    }

    /** Returns what the last reload, or the start, has seen. */
    private FileDigests look(FileDigests before) throws InterruptedException {
        // Watched first: what changes after the look is noticed.
        directories.watch(files.get());
        FileDigests now = FileDigests.of(files.get());
        lastLook = time.now();
        if (!before.differs(now)) {
            return now;
        }
        FileDigests still = settled(now);
        if (before.differs(still) && !closed) {
            changed.run();
        }
        // With the files that the new configuration names: the next look has another one read, since they may have
        // changed
        // between the reading and that look.
        directories.watch(files.get());
        return still;
    }

    private FileDigests settled(FileDigests first) throws InterruptedException {
        FileDigests last = first;
        for (int looks = 0; looks < MOST_SETTLING_LOOKS; looks++) {
            directories.pause(pace.settle());
            directories.watch(files.get());
            FileDigests next = FileDigests.of(files.get());
            lastLook = time.now();
            if (!last.differs(next)) {
                return next;
            }
            last = next;
        }
        return last;
    }
}
