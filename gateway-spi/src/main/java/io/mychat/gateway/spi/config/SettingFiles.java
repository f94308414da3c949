package io.mychat.gateway.spi.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files that settings name, with digests of their contents: a reload compares two of these to find a setting whose
 * text is the same, but whose file has another content. One thread.
 *
 * @since 0.1.0
 */
public final class SettingFiles {

    private static final String ABSENT = "absent";
    private static final String UNREADABLE = "unreadable";

    /** Far more than a key, a certificate or a configuration has; a file of users may have more. */
    private static final long MOST_HASHED_BYTES = 64L << 20;

    private final Map<String, String> digests = new TreeMap<>();

    /**
     * Notes a file, before it is read. Blocks.
     *
     * @param setting the JSON path of the key that names it
     * @return the file
     */
    public Path note(String setting, Path file) {
        digests.put(setting, digest(file));
        return file;
    }

    /** The settings whose file has another content than before, or was not noted before. */
    public List<String> changedSince(SettingFiles before) {
        return digests.entrySet().stream()
                .filter(now -> !now.getValue().equals(before.digests.get(now.getKey())))
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * A text that differs for different contents, and for a file that is absent or unreadable. Of a file with more than 64
     * MiB, size and time of the last change stand for the content: a look at it must not take minutes. Never fails. Blocks.
     */
    public static String digest(Path file) {
        if (!Files.isRegularFile(file)) {
            // A pipe or a device has no content that could be compared, and perhaps no end.
            return Files.exists(file) ? UNREADABLE : ABSENT;
        }
        try {
            long size = Files.size(file);
            if (size > MOST_HASHED_BYTES) {
                return size + " bytes since " + Files.getLastModifiedTime(file);
            }
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha256)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (IOException e) {
            // The reader of the file says what is wrong.
            return UNREADABLE;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
