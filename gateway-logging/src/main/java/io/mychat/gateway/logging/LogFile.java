package io.mychat.gateway.logging;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.util.FileSize;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private static final String NAME = "mychat-gateway-file";
    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_EXECUTE);

    private LogFile() {}

    /**
     * Opens a log file.
     *
     * @throws IllegalStateException when the file cannot be written
     */
    static LogFile open(LoggerContext context, Path file, Rotation rotation, LogFormat format) {
        LineEncoder encoder = new LineEncoder();
        encoder.setContext(context);
        encoder.setFormat(format.name());
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
        policy.setMaxFileSize(new FileSize(rotation.bytes()));
        policy.start();
        appender.setRollingPolicy(policy);
        appender.start();
        if (!appender.isStarted()) {
            throw new IllegalStateException("logging.file_path: " + file + " cannot be written");
        }
        return appender;
    }

    /** The log file of a logger, if it has one. */
    static Optional<LogFile> of(Logger logger) {
        return Optional.ofNullable(logger.getAppender(NAME))
                .filter(LogFile.class::isInstance)
                .map(LogFile.class::cast);
    }

    /** Opens the file again, because another program may have renamed it. */
    void reopen() {
        try {
            openFile(getFile());
        } catch (IOException e) {
            LoggerFactory.getLogger(LogFile.class).warn("The log file cannot be opened again: {}", e.getMessage());
        }
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
