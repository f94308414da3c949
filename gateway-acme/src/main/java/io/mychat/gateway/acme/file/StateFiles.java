package io.mychat.gateway.acme.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/** Writes whole files: a reader sees the old content or the new one, never a part. */
public final class StateFiles {

    private StateFiles() {}

    /** Who may read, whatever the umask says. */
    public enum Readers {
        /** A key is in it. */
        OWNER("rw-------", "rwx------"),
        /** Strangers see it anyway. */
        EVERYBODY("rw-r--r--", "rwxr-xr-x");

        private final String file;
        private final String directory;

        Readers(String file, String directory) {
            this.file = file;
            this.directory = directory;
        }
    }

    /** Creates a directory, and those above it; one that exists keeps its permissions. Blocks. */
    public static void createDirectories(Path directory, Readers readers) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
            permit(directory, readers.directory);
        }
    }

    /** Writes a file, or replaces it; a crash leaves one of the two contents. Blocks. */
    public static void write(Path file, String content, Readers readers) throws IOException {
        // For its owner alone at first.
        Path next = Files.createTempFile(file.toAbsolutePath().getParent(), "." + file.getFileName(), ".tmp");
        try {
            try (FileChannel out = FileChannel.open(next, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.US_ASCII));
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            permit(next, readers.file);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    private static void permit(Path path, String permissions) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view != null) {
            view.setPermissions(PosixFilePermissions.fromString(permissions));
        }
    }
}
