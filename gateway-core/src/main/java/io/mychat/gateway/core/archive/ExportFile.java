package io.mychat.gateway.core.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The file of an export, readable by its owner only. Not thread-safe. */
final class ExportFile implements AutoCloseable {

    private static final int BUFFER_BYTES = 1 << 16;

    private final FileChannel channel;
    private ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private long size;

    private ExportFile(FileChannel channel, long size) {
        this.channel = channel;
        this.size = size;
    }

    /** @throws ArchiveException when there is such a file */
    static ExportFile create(Path path) throws IOException {
        boolean isPosix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] access = isPosix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        try {
            return new ExportFile(
                    FileChannel.open(path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), access), 0);
        } catch (FileAlreadyExistsException e) {
            throw new ArchiveException(path + " exists and is complete, or is no export: name another file");
        } catch (NoSuchFileException e) {
            throw new ArchiveException(path + " cannot be made: its directory does not exist");
        }
    }

    /** Goes on behind the first {@code size} bytes and drops what follows. */
    static ExportFile resume(Path path, long size) throws IOException {
        if (!Files.exists(path) || Files.size(path) < size) {
            throw new ArchiveException(
                    path + " is shorter than " + ExportState.path(path) + " says: remove both, and begin again");
        }
        FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE);
        channel.truncate(size).position(size);
        return new ExportFile(channel, size);
    }

    void write(byte[] line) throws IOException {
        if (buffer.remaining() < line.length + 1) {
            flush();
            if (buffer.capacity() < line.length + 1) {
                buffer = ByteBuffer.allocate(line.length + 1);
            }
        }
        buffer.put(line).put((byte) '\n');
        size += line.length + 1;
    }

    /** Has everything so far on the disk. */
    void force() throws IOException {
        flush();
        channel.force(false);
    }

    private void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            int unused = channel.write(buffer);
        }
        buffer.clear();
    }

    long size() {
        return size;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
