package io.mychat.gateway.core.reload;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives the file system's notices about the directories of some files, and about the directories of all links on the
 * way to them, because a rename may replace a file or a link. A notice only says that it is time to look; without
 * notices this class only waits. Used by one thread; any thread may call {@link #close}.
 */
final class WatchedDirectories implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(WatchedDirectories.class);
    private static final int MOST_LINKS = 40;
    private static final int MOST_DIRECTORIES = 256;

    private final @Nullable WatchService service;
    private final Map<Path, WatchKey> keys = new HashMap<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    WatchedDirectories() {
        WatchService created = null;
        try {
            created = FileSystems.getDefault().newWatchService();
        } catch (IOException | UnsupportedOperationException e) {
            log.warn("The file system reports no changes ({}): configuration files are only polled", e.getMessage());
        }
        this.service = created;
    }

    /** Watches the directories of these files, and no others from now on. */
    void watch(Set<Path> files) {
        WatchService open = service;
        if (open == null) {
            return;
        }
        Set<Path> wanted = new LinkedHashSet<>();
        files.forEach(file -> addDirectories(file.toAbsolutePath(), wanted));
        keys.entrySet().removeIf(entry -> {
            boolean gone = !wanted.contains(entry.getKey()) || !entry.getValue().isValid();
            if (gone) {
                entry.getValue().cancel();
            }
            return gone;
        });
        for (Path directory : wanted) {
            if (!keys.containsKey(directory) && keys.size() < MOST_DIRECTORIES) {
                register(open, directory);
            }
        }
    }

    private void register(WatchService open, Path directory) {
        try {
            keys.put(
                    directory,
                    directory.register(
                            open,
                            StandardWatchEventKinds.ENTRY_CREATE,
                            StandardWatchEventKinds.ENTRY_MODIFY,
                            StandardWatchEventKinds.ENTRY_DELETE));
        } catch (IOException | ClosedWatchServiceException e) {
            log.debug("{} cannot be watched", directory, e);
        }
    }

    /** The real directories of a path and of all links in it. */
    private static void addDirectories(Path file, Set<Path> directories) {
        Path here = file;
        for (int links = 0; links < MOST_LINKS; links++) {
            try {
                Path parent = here.getParent();
                if (parent == null) {
                    return;
                }
                Path real = parent.toRealPath();
                directories.add(real);
                addLinksAbove(parent, directories);
                Path inside = real.resolve(here.getFileName());
                if (!Files.isSymbolicLink(inside)) {
                    return;
                }
                here = real.resolve(Files.readSymbolicLink(inside));
            } catch (IOException e) {
                return;
            }
        }
    }

    /** A directory in the path may be a link itself ({@code ..data} of Kubernetes), so its parent is watched too. */
    private static void addLinksAbove(Path directory, Set<Path> directories) throws IOException {
        for (Path step = directory; step != null && step.getParent() != null; step = step.getParent()) {
            if (Files.isSymbolicLink(step)) {
                directories.add(step.getParent().toRealPath());
            }
        }
    }

    /** Waits for a notice or for {@link #close}, and takes all notices that have arrived. */
    void await(Duration atMost) throws InterruptedException {
        WatchService open = service;
        if (open == null) {
            pause(atMost);
            return;
        }
        try {
            WatchKey key = open.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
            while (key != null) {
                key.pollEvents();
                key.reset();
                key = open.poll();
            }
        } catch (ClosedWatchServiceException e) {
            log.trace("The watch has been closed", e);
        }
    }

    /** Waits for this time, or until {@link #close}. */
    void pause(Duration atMost) throws InterruptedException {
        if (ended.await(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            log.trace("The watch has ended");
        }
    }

    /** Does not wait for the watch service, whose thread may hang in a directory that does not answer. */
    @Override
    public void close() {
        ended.countDown();
        WatchService open = service;
        if (open != null) {
            Thread thread = new Thread(() -> end(open), "gateway-config-watch-end");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static void end(WatchService open) {
        try {
            open.close();
        } catch (IOException e) {
            log.debug("The watch could not be closed", e);
        }
    }
}
