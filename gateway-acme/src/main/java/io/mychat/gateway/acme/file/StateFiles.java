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
        Path next = temporary(file);
        try {
            fill(next, ByteBuffer.wrap(content.getBytes(StandardCharsets.US_ASCII)));
            permit(next, readers.file);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    /** Fails when {@code bytes} could not be written for a file now; leaves nothing behind. Blocks. */
    static void probe(Path file, int bytes) throws IOException {
        Path next = temporary(file);
        try {
            fill(next, ByteBuffer.allocate(bytes));
        } finally {
            Files.deleteIfExists(next);
        }
    }

    /** A new file beside the other one, for its owner alone. */
    private static Path temporary(Path file) throws IOException {
        return Files.createTempFile(file.toAbsolutePath().getParent(), "." + file.getFileName(), ".tmp");
    }

    private static void fill(Path file, ByteBuffer bytes) throws IOException {
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
    }

    private static void permit(Path path, String permissions) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view != null) {
            view.setPermissions(PosixFilePermissions.fromString(permissions));
        }
    }
}
