package io.mychat.gateway.logging;

import java.io.File;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Checks {@code logging.file_path} without opening a log. */
final class LogPath {

    private LogPath() {}

    /** Why a file cannot be opened as a log; empty when it can. Leaves no file behind. */
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
}
