package io.mychat.gateway.core.audit;

import io.mychat.gateway.core.audit.chain.AuditFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * The open file of the audit, readable by owner and group only. A lock on the file {@code NAME.lock} beside it keeps other
 * gateways away while it is open. Not thread-safe; its thread must not be interrupted, which would close the channel.
 */
final class AuditFile implements AutoCloseable {

    private final Path path;
    private final FileChannel lockChannel;
    private @Nullable FileChannel channel;
    private @Nullable Object identity;
    /** Behind the last whole line. */
    private long written;

    private AuditFile(Path path, FileChannel lockChannel) {
        this.path = path;
        this.lockChannel = lockChannel;
    }

    /** @throws IOException when it cannot be written, or another gateway writes it; the message is for people */
    static AuditFile open(Path path) throws IOException {
        Path directory = path.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        FileChannel lockChannel = lock(path);
        AuditFile file = new AuditFile(path, lockChannel);
        try {
            file.openChannel();
            return file;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static FileChannel lock(Path path) throws IOException {
        Path beside = path.resolveSibling(path.getFileName() + AuditFiles.LOCK);
        FileChannel channel = FileChannel.open(beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // It is a gateway of this process.
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        if (lock == null) {
            throw new IOException("is written by another gateway; each needs a file of its own");
        }
        return channel;
    }

    private FileChannel openChannel() throws IOException {
        FileChannel open = channel;
        if (open == null) {
            create();
            open = FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
            channel = open;
            Object now = identity();
            boolean isSame = now != null && now.equals(identity);
            identity = now;
            written = isSame ? Math.min(written, open.size()) : open.size();
        }
        return open;
    }

    private void create() throws IOException {
        try {
            Files.createFile(path);
            PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
            if (view != null) {
                view.setPermissions(PosixFilePermissions.fromString("rw-r-----"));
            }
        } catch (FileAlreadyExistsException e) {
            // It is from an earlier run, or another program has made it.
        }
    }

    /** What tells this file from another one of its name; null where the file system does not say. */
    private @Nullable Object identity() throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    /**
     * Appends all these bytes or none.
     *
     * @throws IOException when they could not be written; the next call opens the file anew, and removes what has been
     *     written of them
     */
    void append(byte[] bytes) throws IOException {
        FileChannel open = openChannel();
        try {
            if (open.size() > written) {
                open.truncate(written);
            }
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                open.write(rest);
            }
        } catch (IOException e) {
            release();
            throw e;
        }
        written += bytes.length;
    }

    /** Makes what has been written survive a loss of power. */
    void force() throws IOException {
        FileChannel open = channel;
        if (open != null) {
            open.force(false);
        }
    }

    /** How many bytes it has. */
    long size() {
        return written;
    }

    /** Whether somebody has made it shorter than it was. */
    boolean hasShrunk() throws IOException {
        FileChannel open = channel;
        if (open == null || open.size() >= written) {
            return false;
        }
        written = open.size();
        return true;
    }

    /** Whether its name now belongs to another file or to none, so that {@link #reopen} is due. */
    boolean hasMoved() throws IOException {
        Object known = identity;
        try {
            return channel == null || (known != null && !known.equals(identity()));
        } catch (NoSuchFileException e) {
            return true;
        }
    }

    /** Opens the file that has its name now. The next append does so, too. */
    void reopen() throws IOException {
        release();
        openChannel();
    }

    /** Gives the file another name and begins a new one. */
    void renameTo(Path target) throws IOException {
        if (Files.exists(target)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        force();
        Files.move(path, target);
        reopen();
    }

    private void release() throws IOException {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void close() throws IOException {
        try (FileChannel lock = lockChannel) {
            assert lock.isOpen();
            release();
        }
    }
}
