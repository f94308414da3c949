package io.mychat.gateway.auth;

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

/** Which files a configuration has read, and digests of them, to name those that have another content at a reload. */
final class ReadFileDigests {

    private final Map<String, String> digests = new TreeMap<>();

    /**
     * Notes a file.
     *
     * @param place the JSON path of the key that names it
     */
    Path seen(String place, Path file) {
        digests.put(place, digest(file));
        return file;
    }

    /** The keys that have named a file before and now, with another content. */
    List<String> changedSince(ReadFileDigests before) {
        return digests.entrySet().stream()
                .filter(now -> !before.digests
                        .getOrDefault(now.getKey(), now.getValue())
                        .equals(now.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String digest(Path file) {
        if (!Files.isRegularFile(file)) {
            return "";
        }
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha256)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (IOException e) {
            // Whoever reads it says what is wrong.
            return "";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
