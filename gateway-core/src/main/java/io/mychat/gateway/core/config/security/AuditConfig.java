package io.mychat.gateway.core.config.security;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Section {@code audit}. Each component is the key of the same name, described in docs/configuration.md.
 *
 * @param file as it is written; empty: the audit goes to the log
 * @param key signs the lines; present where there is a file
 * @param previousKeys those that signed before; they only verify
 * @since 0.1.0
 */
public record AuditConfig(
        Optional<Path> file,
        Optional<AuditKey> key,
        List<AuditKey> previousKeys,
        long maxFileBytes,
        boolean rotateDaily,
        int maxFiles,
        int queueLines,
        int tailLines,
        Fsync fsync,
        AuditAnchorConfig anchor) {

    /** When written lines are forced to the disk. */
    public enum Fsync {
        ALWAYS,
        EVERY_SECOND,
        NEVER
    }

    public AuditConfig {
        previousKeys = List.copyOf(previousKeys);
    }

    /** The same with another path. */
    public AuditConfig withFile(Optional<Path> path) {
        return new AuditConfig(
                path, key, previousKeys, maxFileBytes, rotateDaily, maxFiles, queueLines, tailLines, fsync, anchor);
    }

    /** The key that signs and all that verify. */
    public List<AuditKey> keys() {
        List<AuditKey> keys = new ArrayList<>(previousKeys);
        key.ifPresent(keys::add);
        return keys;
    }
}
