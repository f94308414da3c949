package io.mychat.gateway.core.audit.chain;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Redacts the audit of one gateway: its file and the older ones beside it. When the gateway runs, its file is renamed as a
 * rotation does, and the gateway opens a new one within a second. Blocks; one thread.
 *
 * @since 0.1.0
 */
public final class AuditErasure {

    private static final Duration REOPENING = Duration.ofSeconds(15);
    private static final long PAUSE_MILLIS = 50;

    private final Path path;
    private final ChainRedaction redaction;

    /** @param path {@code audit.file}, complete */
    public AuditErasure(Path path, ChainRedaction redaction) {
        this.path = path;
        this.redaction = redaction;
    }

    /** @throws IOException when a file cannot be replaced, or the gateway does not let go of its file */
    public ChainRedaction.Result run() throws IOException {
        Path beside = path.resolveSibling(path.getFileName() + AuditFiles.LOCK);
        if (!Files.exists(beside)) {
            return redact(AuditFiles.of(path));
        }
        try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
            // Held to the end, so that no gateway starts meanwhile.
            FileLock lock = tryLock(channel);
            if (lock == null) {
                rotate();
            }
            List<Path> files = AuditFiles.of(path).stream()
                    .filter(file -> lock != null || !file.equals(path.toAbsolutePath()))
                    .toList();
            return redact(files);
        }
    }

    private ChainRedaction.Result redact(List<Path> files) throws IOException {
        long redacted = 0;
        long left = 0;
        for (Path file : files) {
            ChainRedaction.Result result = redaction.redact(file);
            redacted += result.redacted();
            left += result.left();
        }
        return new ChainRedaction.Result(redacted, left);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // It is a gateway of this process.
            return null;
        }
    }

    private void rotate() throws IOException {
        if (Files.size(path) == 0) {
            return;
        }
        long last = 0;
        try (AuditFiles.Lines lines = new AuditFiles.Lines(path)) {
            for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
                byte[] bytes = line.get();
                last = ChainLine.parse(Arrays.copyOf(bytes, bytes.length - 1))
                        .map(ChainLine::seq)
                        .orElse(last);
            }
        }
        LocalDate day = LocalDate.ofInstant(Files.getLastModifiedTime(path).toInstant(), ZoneOffset.UTC);
        Path unused =
                Files.move(path, path.resolveSibling(String.format("%s.%s.%012d", path.getFileName(), day, last)));
        long end = System.nanoTime() + REOPENING.toNanos();
        while (!Files.exists(path)) {
            if (System.nanoTime() - end > 0) {
                throw new IOException(path + " was renamed, and its gateway has not opened a new one: run it again");
            }
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }
}
