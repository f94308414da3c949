package io.mychat.gateway.standalone;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.util.FileSize;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.LoggerFactory;

/**
 * The log file: UTF-8, readable by owner and group only, rotated by size and by day or month, and reopened after
 * another program has renamed it. Thread-safe: the lock of the appender guards the open file.
 */
final class LogFile extends RollingFileAppender<ILoggingEvent> {

    private static final String NAME = "file";
    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_EXECUTE);

    /** The conditions of the rotation, and the number of old files. */
    record Rotation(FileSize size, int files, boolean daily) {}

    private LogFile() {}

    /**
     * Opens a log file.
     *
     * @throws IllegalStateException when the file cannot be written
     */
    static LogFile open(LoggerContext context, Path file, Rotation rotation, String pattern) {
        PatternLayoutEncoder encoder = new LineEncoder();
        encoder.setContext(context);
        encoder.setPattern(pattern);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.start();
        LogFile appender = new LogFile();
        appender.setContext(context);
        appender.setName(NAME);
        appender.setFile(file.toString());
        appender.setEncoder(encoder);
        BoundedRollingPolicy policy = new BoundedRollingPolicy(file, rotation.files());
        policy.setContext(context);
        policy.setParent(appender);
        policy.setFileNamePattern(file + (rotation.daily() ? ".%d{yyyy-MM-dd}.%i" : ".%d{yyyy-MM}.%i"));
        policy.setMaxFileSize(rotation.size());
        policy.start();
        appender.setRollingPolicy(policy);
        appender.start();
        if (!appender.isStarted()) {
            throw new IllegalStateException("logging.file_path: " + file + " cannot be written");
        }
        return appender;
    }

    /** Reopens the log file of the program, if it has one, because another program may have renamed it. */
    static void reopen() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        if (root.getAppender(NAME) instanceof LogFile file) {
            try {
                file.openFile(file.getFile());
            } catch (IOException e) {
                root.warn("The log file cannot be opened again: {}", e.getMessage());
            }
        }
    }

    /** Why {@link #open} would fail for a file; empty when it would succeed. Leaves no file behind. */
    static Optional<String> fault(Path file) {
        try {
            String path = file.toString();
            if (path.contains("%") || (path.contains("\\") && File.separatorChar != '\\')) {
                return Optional.of("must not contain % or a backslash: " + path);
            }
            if (Files.exists(file)) {
                if (!Files.isRegularFile(file)) {
                    return Optional.of("is not a regular file");
                }
                Files.newByteChannel(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND)
                        .close();
                return Optional.empty();
            }
            if (Files.isSymbolicLink(file)) {
                return Optional.of("is a link to a file that does not exist");
            }
            Path directory = file.toAbsolutePath().getParent();
            while (directory != null && !Files.exists(directory)) {
                directory = directory.getParent();
            }
            if (directory == null || !Files.isDirectory(directory)) {
                return Optional.of("has no parent directory");
            }
            for (Path name : directory.relativize(file.toAbsolutePath())) {
                // This name is longer than that of any rotated file.
                Files.delete(Files.createTempFile(directory, name + ".", null));
            }
            return Optional.empty();
        } catch (IOException | SecurityException e) {
            return Optional.of("cannot be written (" + reason(e) + ")");
        }
    }

    /** Why a writable file cannot be rotated; empty when it can. */
    static Optional<String> warning(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        return directory == null || !Files.exists(directory) || Files.isWritable(directory)
                ? Optional.empty()
                : Optional.of(
                        "cannot be rotated, because its directory is not writable; the file grows without a limit");
    }

    private static String reason(Exception e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        return e instanceof FileSystemException file && file.getReason() != null
                ? file.getReason()
                : e.getClass().getSimpleName();
    }

    /** Sets the permissions to owner and group before the first write. */
    @Override
    public void openFile(String name) throws IOException {
        Path file = Path.of(name);
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException e) {
            // The file is from an earlier run, or another program has created it.
        }
        closeToOthers(file);
        super.openFile(name);
    }

    private void closeToOthers(Path file) {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null) {
            return;
        }
        try {
            Set<PosixFilePermission> permissions =
                    EnumSet.copyOf(view.readAttributes().permissions());
            if (permissions.removeAll(OTHERS)) {
                view.setPermissions(permissions);
            }
        } catch (IOException e) {
            addWarn("Others may read " + file + ": its permissions cannot be changed", e);
        }
    }
}
