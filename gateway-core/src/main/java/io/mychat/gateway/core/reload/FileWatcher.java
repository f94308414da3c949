package io.mychat.gateway.core.reload;

import io.mychat.gateway.core.config.json.FileDigests;
import io.mychat.gateway.core.threads.FaultBarrier;
import io.mychat.gateway.spi.event.RateLimitedLogs;
import io.mychat.gateway.spi.time.TimeSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches files on a separate thread, and reports when their content has changed and is stable. Only the content
 * matters: a file may be written in place, replaced by a rename, or reached through another link.
 *
 * <p>A notice of the file system starts a look at once; without notices there is a look every {@code poll}. A burst of
 * changes is one change: the watcher waits until two looks, {@code settle} apart, see the same content, and gives up
 * waiting after a while.
 *
 * <p>Thread-safe. Starts once, closes once.
 */
final class FileWatcher implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(FileWatcher.class);
    private static final int MOST_SETTLING_LOOKS = 20;

    private final Supplier<Set<Path>> files;
    private final Runnable changed;
    private final Pace pace;
    private final TimeSource time;
    private final FileDigests first;
    private final RateLimitedLogs failures;
    private final Thread thread = new Thread(this::run, "gateway-config-watch");
    private final WatchedDirectories directories = new WatchedDirectories();

    private volatile Instant lastLook;
    private volatile boolean closed;

    /**
     * The pace of the looks, in real time.
     *
     * @param poll the interval without notices
     * @param settle the interval between two looks that must see the same content
     */
    record Pace(Duration poll, Duration settle) {}

    /**
     * @param files returns the files to watch; called at each look
     * @param first their content when they were read; a change since then is reported after the start
     * @param changed called on the watcher's thread; may block
     */
    FileWatcher(Supplier<Set<Path>> files, FileDigests first, Runnable changed, Pace pace, TimeSource time) {
        this.files = files;
        this.first = first;
        this.changed = changed;
        this.pace = pace;
        this.time = time;
        this.failures = new RateLimitedLogs(log::error, time);
        this.lastLook = time.now();
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** The time of the last look. A look that is long ago means that the watcher is stuck and misses changes. */
    Instant lastLook() {
        return lastLook;
    }

    /** Ends the watch. A call of {@code changed} in progress is finished. */
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
                // A busy directory causes no more than one look in each pause.
                directories.pause(pace.settle());
            }
        } catch (InterruptedException e) {
            log.error("The watch over the configuration's files was interrupted; changes are missed from now on");
        }
    }

    /** Looks once. After a failure, such as a short lack of memory, the next look follows. */
    private FileDigests lookSafely(FileDigests before) throws InterruptedException {
        try {
            return look(before);
        } catch (RuntimeException | Error e) { // the watch must continue
            failed("A look at the configuration's files failed; it is repeated", e);
            return before;
        }
    }

    private void awaitSafely() throws InterruptedException {
        try {
            directories.await(pace.poll());
        } catch (RuntimeException | Error e) { // as above
            failed("The file system's notices failed; the files are still polled", e);
        }
    }

    private void failed(String message, Throwable cause) {
        FaultBarrier.report(cause, failure -> failures.of(message).log(message, failure));
    }

    /** Returns the content that the last reload, or the start, has seen. */
    private FileDigests look(FileDigests before) throws InterruptedException {
        // Watched first, so that a change after the look is noticed.
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
        // The new configuration may name other files. Their content is unknown, so the next look reloads once more.
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
