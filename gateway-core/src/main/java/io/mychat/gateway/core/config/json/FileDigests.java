package io.mychat.gateway.core.config.json;

import io.mychat.gateway.spi.config.SettingFiles;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Digests of files at one moment. Immutable. */
public record FileDigests(Map<Path, String> digests) {

    public FileDigests {
        digests = Map.copyOf(digests);
    }

    /** Reads the files, which may block. */
    public static FileDigests of(Set<Path> files) {
        Map<Path, String> digests = new HashMap<>();
        files.forEach(file -> digests.put(file, SettingFiles.digest(file)));
        return new FileDigests(digests);
    }

    /**
     * Whether a file has another content now, or is looked at for the first time: what it was when it was read is not
     * known then. One that is not looked at any more does not count.
     */
    public boolean differs(FileDigests later) {
        return later.digests().entrySet().stream()
                .anyMatch(entry -> !entry.getValue().equals(digests.get(entry.getKey())));
    }
}
