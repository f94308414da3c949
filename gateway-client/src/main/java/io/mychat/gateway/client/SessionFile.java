package io.mychat.gateway.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** A session in a file. It is written beside and moved into its place, so that a crash leaves the old one or the new one. */
final class SessionFile implements SessionStore {

    private final Path file;

    SessionFile(Path file) {
        this.file = file.toAbsolutePath();
    }

    @Override
    public @Nullable String load() {
        try {
            return Files.exists(file) ? Files.readString(file) : null;
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    @Override
    public void save(@Nullable String session) {
        try {
            if (session == null) {
                Files.deleteIfExists(file);
                return;
            }
            Path written = create();
            try {
                Files.writeString(written, session);
                Files.move(written, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(written);
            }
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private Path create() throws IOException {
        FileAttribute<?>[] ownersOnly =
                file.getFileSystem().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        return Files.createTempFile(file.getParent(), file.getFileName().toString(), null, ownersOnly);
    }
}
