package io.mychat.gateway.core.config.json;

import io.mychat.gateway.core.codec.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What the contents of some files were at one moment, as digests. Immutable. */
public record FileDigests(Map<Path, String> digests) {

    private static final String ABSENT = "absent";
    private static final String UNREADABLE = "unreadable";

    public FileDigests {
        digests = Map.copyOf(digests);
    }

    /** Reads them all, which may block. */
    public static FileDigests of(Set<Path> files) {
        Map<Path, String> digests = new HashMap<>();
        files.forEach(file -> digests.put(file, digest(file)));
        return new FileDigests(digests);
    }

    /**
     * Whether a file has another content now, or is looked at for the first time: what it was when it was read is not known
     * then. One that is not looked at any more does not count.
     */
    public boolean differs(FileDigests later) {
        return later.digests().entrySet().stream()
                .anyMatch(entry -> !entry.getValue().equals(digests.get(entry.getKey())));
    }

    /** Another text for another content; never fails. Blocks. */
    public static String digest(Path file) {
        if (!Files.isRegularFile(file)) {
            // A pipe or a device has no content that could be compared, and perhaps no end.
            return Files.exists(file) ? UNREADABLE : ABSENT;
        }
        MessageDigest sha256 = Sha256.start();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha256)) {
            in.transferTo(OutputStream.nullOutputStream());
            return Sha256.hex(sha256);
        } catch (IOException e) {
            return UNREADABLE;
        }
    }
}
