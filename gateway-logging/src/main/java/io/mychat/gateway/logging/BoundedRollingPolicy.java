package io.mychat.gateway.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Rotates by size and time, and keeps a fixed number of old files. Logback's own limit counts days, and each day may
 * have any number of files. Called under the appender's lock.
 */
final class BoundedRollingPolicy extends SizeAndTimeBasedRollingPolicy<ILoggingEvent> {

    private static final Pattern SUFFIX =
            Pattern.compile("\\.(?<period>\\d{4}-\\d{2}(?:-\\d{2})?)\\.(?<index>\\d{1,9})");

    private final Path file;
    private final int files;

    /** An old file. The period of a name without a day is its month. */
    private record Old(Path path, String period, int index) {}

    /**
     * @param file the current file
     * @param files the number of old files to keep
     */
    BoundedRollingPolicy(Path file, int files) {
        this.file = file.toAbsolutePath();
        this.files = files;
    }

    @Override
    public void start() {
        super.start();
        removeOldest();
    }

    @Override
    public void rollover() {
        super.rollover();
        removeOldest();
    }

    private void removeOldest() {
        try {
            List<Old> old = oldFiles();
            for (Old each : old.subList(0, Math.max(0, old.size() - files))) {
                Files.deleteIfExists(each.path());
            }
        } catch (IOException e) {
            addWarn("Old log files cannot be removed", e);
        }
    }

    /** Old files, the oldest first. */
    private List<Old> oldFiles() throws IOException {
        Path directory = file.getParent();
        Path name = file.getFileName();
        if (directory == null || name == null || !Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(directory)) {
            return all.flatMap(path -> old(path, name.toString()))
                    .sorted(Comparator.comparing(Old::period).thenComparingInt(Old::index))
                    .toList();
        }
    }

    private static Stream<Old> old(Path path, String name) {
        String text = String.valueOf(path.getFileName());
        if (!text.startsWith(name)) {
            return Stream.empty();
        }
        Matcher suffix = SUFFIX.matcher(text.substring(name.length()));
        return suffix.matches()
                ? Stream.of(new Old(path, suffix.group("period"), Integer.parseInt(suffix.group("index"))))
                : Stream.empty();
    }
}
