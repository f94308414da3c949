package io.mychat.gateway.core.audit;

import io.mychat.gateway.core.config.security.AuditConfig;
import io.mychat.gateway.spi.time.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renames the file when it is large enough or its day (UTC) has ended, to {@code NAME.DAY.NUMBER} with the number of the last
 * line in it, and removes the oldest of these. Not thread-safe.
 */
final class AuditRotation {

    private static final Logger log = LoggerFactory.getLogger(AuditRotation.class);
    private static final Pattern SUFFIX = Pattern.compile("\\.\\d{4}-\\d{2}-\\d{2}\\.\\d{12,19}");

    private final Path path;
    private final TimeSource time;
    private LocalDate day;

    private AuditRotation(Path path, TimeSource time, LocalDate day) {
        this.path = path;
        this.time = time;
        this.day = day;
    }

    /** @param file open, with the lines of earlier runs */
    static AuditRotation of(Path path, AuditFile file, TimeSource time) throws IOException {
        Instant newest =
                file.size() == 0 ? time.now() : Files.getLastModifiedTime(path).toInstant();
        return new AuditRotation(path, time, dayOf(newest));
    }

    private static LocalDate dayOf(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }

    /**
     * Rotates where that is due.
     *
     * @param lastLine the number of the last line in the file
     * @return a line for each old file that was removed
     */
    List<AuditLine> attend(AuditFile file, AuditConfig config, long lastLine) throws IOException {
        LocalDate today = dayOf(time.now());
        boolean isDue = file.size() >= config.maxFileBytes() || (config.rotateDaily() && !today.equals(day));
        if (!isDue || file.size() == 0) {
            day = file.size() == 0 ? today : day;
            return List.of();
        }
        file.renameTo(path.resolveSibling(String.format("%s.%s.%012d", path.getFileName(), day, lastLine)));
        day = today;
        return config.maxFiles() == 0 ? List.of() : removeOldest(config.maxFiles());
    }

    private List<AuditLine> removeOldest(int keep) {
        List<AuditLine> removed = new ArrayList<>();
        try {
            List<Path> old = oldFiles();
            for (Path each : old.subList(0, Math.max(0, old.size() - keep))) {
                Files.deleteIfExists(each);
                removed.add(new AuditLine(time.now(), "audit_file_removed")
                        .with("file", String.valueOf(each.getFileName())));
            }
        } catch (IOException e) {
            log.warn("Old files of the audit cannot be removed: {}", e.getMessage());
        }
        return removed;
    }

    /** The files that this class has renamed, the oldest first. */
    private List<Path> oldFiles() throws IOException {
        Path directory = path.toAbsolutePath().getParent();
        String name = String.valueOf(path.getFileName());
        if (directory == null) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(old -> {
                        String text = String.valueOf(old.getFileName());
                        return text.startsWith(name)
                                && SUFFIX.matcher(text.substring(name.length())).matches();
                    })
                    .sorted()
                    .toList();
        }
    }
}
