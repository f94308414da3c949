package io.mychat.gateway.core.audit.chain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.config.security.AuditKey;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/**
 * Takes a person out of files of the audit that no gateway writes any more (docs/adr/0043-erasure.md). A line about the
 * person is replaced by one with a pseudonym, which carries the MAC of the original: the lines behind it still continue the
 * chain, anchors still hold, and the new line has a MAC of its own. Whoever verifies sees which lines are redacted. A line
 * that is not genuine stays as it is, so that no forgery becomes genuine by it.
 *
 * <p>A file is replaced as a whole or not at all; a repeated run finds nothing left to do. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class ChainRedaction {

    private final ChainMac macs;
    private final AuditSubject subject;
    private final Instant at;

    /**
     * What became of a file.
     *
     * @param redacted lines that are about the person no longer
     * @param left lines that cannot be verified, and were not looked at
     */
    public record Result(long redacted, long left) {}

    /**
     * @param keys all that have signed a line of the files
     * @param names the user's id, and login names where they differ
     * @param pseudonym in their place; says nothing about the person
     * @param at the time that the lines say
     */
    public ChainRedaction(Collection<AuditKey> keys, Set<String> names, String pseudonym, Instant at) {
        this.macs = new ChainMac(keys);
        this.subject = new AuditSubject(names, pseudonym);
        this.at = at;
    }

    /**
     * Redacts one file, compressed or not, which keeps its name, its owner and group, its rights and its time.
     *
     * @throws IOException when the file cannot be read or replaced, or when the process may not give the new file the owner of
     *     the old one; the file is as before then
     */
    public Result redact(Path file) throws IOException {
        Path next = file.resolveSibling("." + file.getFileName() + ".redacting");
        long redacted = 0;
        long left = 0;
        Files.deleteIfExists(next);
        try (AuditFiles.Lines lines = new AuditFiles.Lines(file);
                OutputStream raw = Files.newOutputStream(create(next, file));
                OutputStream out = lines.isCompressed() ? new GZIPOutputStream(raw) : raw) {
            for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
                byte[] bytes = line.get();
                Optional<ChainLine> read = bytes[bytes.length - 1] == '\n'
                        ? ChainLine.parse(Arrays.copyOf(bytes, bytes.length - 1))
                        : Optional.empty();
                boolean isGenuine = read.filter(one -> one.isMadeWith(macs)).isPresent();
                Optional<byte[]> other = isGenuine ? redacted(read.get()) : Optional.empty();
                redacted += other.isPresent() ? 1 : 0;
                left += isGenuine ? 0 : 1;
                out.write(other.orElse(bytes));
            }
        }
        if (redacted > 0) {
            replace(file, next);
        } else {
            Files.deleteIfExists(next);
        }
        return new Result(redacted, left);
    }

    private Optional<byte[]> redacted(ChainLine line) {
        ObjectNode fields = line.fields().deepCopy();
        return subject.replaceIn(fields) ? Optional.of(line.redacted(fields, at, macs)) : Optional.empty();
    }

    /** An empty file with the owner and the rights of another one: the gateway reads it, whoever has started the erasure. */
    private static Path create(Path path, Path like) throws IOException {
        Path created = Files.createFile(path);
        PosixFileAttributeView from = Files.getFileAttributeView(like, PosixFileAttributeView.class);
        PosixFileAttributeView to = Files.getFileAttributeView(created, PosixFileAttributeView.class);
        if (from != null && to != null) {
            PosixFileAttributes wanted = from.readAttributes();
            try {
                handOver(to, wanted, like);
                to.setPermissions(wanted.permissions());
            } catch (IOException e) {
                Files.deleteIfExists(created);
                throw e;
            }
        }
        return created;
    }

    private static void handOver(PosixFileAttributeView to, PosixFileAttributes wanted, Path like) throws IOException {
        PosixFileAttributes now = to.readAttributes();
        try {
            if (!now.group().equals(wanted.group())) {
                to.setGroup(wanted.group());
            }
            if (!now.owner().equals(wanted.owner())) {
                to.setOwner(wanted.owner());
            }
        } catch (IOException e) {
            throw new IOException(
                    like + " belongs to " + wanted.owner() + ":" + wanted.group()
                            + ", and a new file cannot be given to them: run it as root or as " + wanted.owner(),
                    e);
        }
    }

    private static void replace(Path file, Path next) throws IOException {
        try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Path timed = Files.setLastModifiedTime(next, Files.getLastModifiedTime(file));
        Path unused = Files.move(timed, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
