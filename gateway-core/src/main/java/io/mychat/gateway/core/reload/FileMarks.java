package io.mychat.gateway.core.reload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/** What the contents of some files were at one moment, as digests. Immutable. */
record FileMarks(Map<Path, String> digests) {

    private static final String ABSENT = "absent";
    private static final String UNREADABLE = "unreadable";
    private static final int CHUNK = 8192;

    FileMarks {
        digests = Map.copyOf(digests);
    }

    static FileMarks of(Set<Path> files) {
        Map<Path, String> digests = new HashMap<>();
        files.forEach(file -> digests.put(file, digest(file)));
        return new FileMarks(digests);
    }

    /**
     * Whether a file has another content now, or is looked at for the first time: what it was when it was read is not known
     * then. One that is not looked at any more does not count.
     */
    boolean differs(FileMarks later) {
        return later.digests().entrySet().stream()
                .anyMatch(entry -> !entry.getValue().equals(digests.get(entry.getKey())));
    }

    private static String digest(Path file) {
        if (!Files.isRegularFile(file)) {
            // A pipe or a device has no content that could be compared, and perhaps no end.
            return Files.exists(file) ? UNREADABLE : ABSENT;
        }
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha256)) {
                byte[] chunk = new byte[CHUNK];
                int read = 0;
                while (read >= 0) {
                    read = in.read(chunk);
                }
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (IOException e) {
            return UNREADABLE;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
