package io.mychat.gateway.transport.undertow;

import io.mychat.gateway.spi.config.ConfigSection;
import io.mychat.gateway.spi.config.ModuleSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the certificate's and the key's file held when they were read, to tell that they have been renewed since. Immutable.
 *
 * @param digests by the JSON path of the key that names the file
 */
record CertificateFiles(Map<String, String> digests) {

    CertificateFiles {
        digests = Map.copyOf(digests);
    }

    static CertificateFiles read(ModuleSettings settings) {
        ConfigSection server = settings.section("server");
        Map<String, String> digests = new TreeMap<>();
        if (server.flag("ssl_enabled", false)) {
            for (String key : List.of("ssl_cert_path", "ssl_key_path")) {
                server.text(key)
                        .flatMap(path -> digest(settings, path))
                        .ifPresent(digest -> digests.put("$.server." + key, digest));
            }
        }
        return new CertificateFiles(digests);
    }

    /** The keys whose files are others now, or have other content. */
    List<String> changedIn(CertificateFiles later) {
        return later.digests.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(digests.get(entry.getKey())))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private static Optional<String> digest(ModuleSettings settings, String path) {
        try {
            Path file = settings.resolve(path);
            return Files.isRegularFile(file)
                    ? Optional.of(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file))))
                    : Optional.empty();
        } catch (IOException | InvalidPathException e) {
            // Whoever reads the keys says what is wrong.
            return Optional.empty();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
