package io.mychat.gateway.core.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.config.json.FileDigests;
import io.mychat.gateway.testkit.ManualTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way in which a file may change. Each test names one file, and notes its content whenever it is told of a change. */
class FileWatcherTest {

    /** Only notices of the file system can be that quick. */
    private static final FileWatcher.Pace NOTICED = new FileWatcher.Pace(Duration.ofHours(1), Duration.ofMillis(20));

    private static final FileWatcher.Pace POLLED = new FileWatcher.Pace(Duration.ofMillis(20), Duration.ofMillis(20));

    @TempDir
    private Path directory;

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final ManualTime time = new ManualTime();

    private FileWatcher watch(Path file, FileWatcher.Pace pace) {
        FileWatcher watcher = new FileWatcher(
                () -> Set.of(file), FileDigests.of(Set.of(file)), () -> seen.add(content(file)), pace, time);
        Instant before = watcher.lastLook();
        time.advance(Duration.ofSeconds(1));
        watcher.start();
        await().until(() -> watcher.lastLook().isAfter(before));
        return watcher;
    }

    private static String content(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "(none)";
        } catch (IOException e) {
            return "(unreadable)";
        }
    }

    private void awaitLast(String content) {
        await().untilAsserted(() -> assertThat(seen).isNotEmpty().last().isEqualTo(content));
    }

    @Test
    void aFileThatIsWrittenInPlace() throws IOException {
        Path file = Files.writeString(directory.resolve("a.json"), "one");
        try (FileWatcher watcher = watch(file, NOTICED)) {
            Files.writeString(file, "two");
            awaitLast("two");
            assertThat(watcher.lastLook()).isEqualTo(time.now());
        }
    }

    @Test
    void aMomentWithoutMemoryDoesNotEndTheWatch() throws IOException {
        Path file = Files.writeString(directory.resolve("a.json"), "one");
        AtomicInteger failures = new AtomicInteger(3);
        Supplier<Set<Path>> files = () -> {
            if (failures.getAndDecrement() > 0) {
                throw new OutOfMemoryError("Java heap space");
            }
            return Set.of(file);
        };
        try (FileWatcher watcher =
                new FileWatcher(files, FileDigests.of(Set.of(file)), () -> seen.add(content(file)), POLLED, time)) {
            watcher.start();
            Files.writeString(file, "two");
            awaitLast("two");
        }
        assertThat(failures.get()).isNegative();
    }

    @Test
    void aFileThatIsReplacedByARename() throws IOException {
        Path file = Files.writeString(directory.resolve("a.json"), "one");
        try (FileWatcher watcher = watch(file, NOTICED)) {
            for (String content : List.of("two", "three", "four")) {
                Path draft = Files.writeString(directory.resolve("draft"), content);
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                awaitLast(content);
            }
        }
    }

    @Test
    void aMountedVolumeWhoseLinkIsSwapped() throws IOException {
        // As Kubernetes does: a.json -> ..data/a.json, ..data -> ..1, and then ..data -> ..2 by a rename.
        for (String version : List.of("1", "2", "3")) {
            Files.createDirectory(directory.resolve(".." + version));
            Files.writeString(directory.resolve(".." + version + "/a.json"), "version " + version);
        }
        Path data = Files.createSymbolicLink(directory.resolve("..data"), Path.of("..1"));
        Path file = Files.createSymbolicLink(directory.resolve("a.json"), Path.of("..data/a.json"));
        try (FileWatcher watcher = watch(file, NOTICED)) {
            for (String version : List.of("2", "3")) {
                Path next = Files.createSymbolicLink(directory.resolve("..tmp"), Path.of(".." + version));
                Files.move(next, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                awaitLast("version " + version);
            }
        }
    }

    @Test
    void theTargetOfALinkInAnotherDirectory(@TempDir Path elsewhere) throws IOException {
        Path target = Files.writeString(elsewhere.resolve("real.json"), "one");
        Path file = Files.createSymbolicLink(directory.resolve("a.json"), target);
        try (FileWatcher watcher = watch(file, NOTICED)) {
            Files.writeString(target, "two");
            awaitLast("two");
        }
    }

    @Test
    void aFileThatComesAndGoes() throws IOException {
        Path file = directory.resolve("a.json");
        try (FileWatcher watcher = watch(file, NOTICED)) {
            Files.writeString(file, "one");
            awaitLast("one");
            Files.delete(file);
            awaitLast("(none)");
        }
    }

    @Test
    void aFileThatIsWrittenInHalvesIsToldOfWhenItIsWhole() throws IOException {
        Path file = Files.writeString(directory.resolve("a.json"), "one");
        try (FileWatcher watcher = watch(file, NOTICED)) {
            Files.writeString(file, "{\"half\":");
            awaitLast("{\"half\":");
            Files.writeString(file, " 2}", StandardOpenOption.APPEND);
            awaitLast("{\"half\": 2}");
        }
    }

    @Test
    void whatNobodyNoticesIsFoundByLooking(@TempDir Path elsewhere) throws IOException {
        // A link above the directory, to one that does not exist yet: no notice tells of its files.
        Path file = directory.resolve("later/deep/a.json");
        try (FileWatcher watcher = watch(file, POLLED)) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, "one");
            awaitLast("one");
        }
    }

    @Test
    void anUnchangedContentIsNoChange() throws IOException {
        Path file = Files.writeString(directory.resolve("a.json"), "one");
        try (FileWatcher watcher = watch(file, POLLED)) {
            write(file, "one");
            Files.writeString(directory.resolve("b.json"), "beside it");
            Instant now = time.now();
            time.advance(Duration.ofSeconds(1));
            await().until(() -> watcher.lastLook().isAfter(now));
            assertThat(seen).isEmpty();
        }
    }

    @Test
    void aNewlyNamedFileCorrectedBeforeTheNextLookIsLoaded() throws IOException {
        Path main = Files.writeString(directory.resolve("a.json"), "one");
        Path named = Files.writeString(directory.resolve("named.json"), "bad");
        Set<Path> files = ConcurrentHashMap.newKeySet();
        files.add(main);
        Runnable reload = () -> {
            seen.add(content(named));
            files.add(named);
            if (seen.size() == 1) {
                write(named, "good");
            }
        };
        try (FileWatcher watcher =
                new FileWatcher(() -> Set.copyOf(files), FileDigests.of(Set.copyOf(files)), reload, POLLED, time)) {
            watcher.start();
            write(main, "two");
            awaitLast("good");

            Instant before = time.now();
            time.advance(Duration.ofSeconds(1));
            await().until(() -> watcher.lastLook().isAfter(before));
            assertThat(seen).containsExactly("bad", "good");
        }
    }

    /** By a rename: an in-place writer that is held up is rightly seen as one that has emptied its file. */
    private static void write(Path file, String content) {
        try {
            Path draft = Files.writeString(file.resolveSibling(file.getFileName() + ".draft"), content);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aFailureEndsNothing() throws IOException {
        Path file = Files.writeString(directory.resolve("a.json"), "one");
        Runnable failing = () -> {
            seen.add(content(file));
            throw new IllegalStateException("as told");
        };
        try (FileWatcher watcher =
                new FileWatcher(() -> Set.of(file), FileDigests.of(Set.of(file)), failing, POLLED, time)) {
            Instant before = watcher.lastLook();
            time.advance(Duration.ofSeconds(1));
            watcher.start();
            await().until(() -> watcher.lastLook().isAfter(before));
            Files.writeString(file, "two");
            awaitLast("two");
            Files.writeString(file, "three");
            awaitLast("three");
        }
    }

    @Test
    void whatHasChangedBetweenItsReadingAndTheStart() throws IOException {
        Path file = Files.writeString(directory.resolve("a.json"), "one");
        FileDigests read = FileDigests.of(Set.of(file));
        write(file, "two");
        try (FileWatcher watcher =
                new FileWatcher(() -> Set.of(file), read, () -> seen.add(content(file)), NOTICED, time)) {
            watcher.start();
            awaitLast("two");
        }
        assertThat(seen).containsExactly("two");
    }
}
