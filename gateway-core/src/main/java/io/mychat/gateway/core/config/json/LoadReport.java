package io.mychat.gateway.core.config.json;

import io.mychat.gateway.core.config.ConfigFile;
import io.mychat.gateway.spi.config.SettingFiles;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Faults, warnings and digests of one read of the files. Used by one thread. */
public final class LoadReport {

    private final FaultCollector faults;
    private final Map<ConfigFile, ConfigValues> values = new EnumMap<>(ConfigFile.class);
    private final Map<Path, String> digests = new LinkedHashMap<>();

    public LoadReport(FaultCollector faults) {
        this.faults = faults;
    }

    public FaultCollector faults() {
        return faults;
    }

    public ConfigValues values(ConfigFile file) {
        ConfigValues known = values.get(file);
        if (known == null) {
            known = new ConfigValues();
            values.put(file, known);
        }
        return known;
    }

    public Map<ConfigFile, ConfigValues> values() {
        return values;
    }

    /** Records a file, existing or not, before it is read. */
    public Path file(Path path) {
        digests.computeIfAbsent(path.toAbsolutePath(), SettingFiles::digest);
        return path;
    }

    public Set<Path> files() {
        return Set.copyOf(digests.keySet());
    }

    /** The content of the files just before they were read, so that a change during the reading is noticed. */
    public FileDigests digests() {
        return new FileDigests(digests);
    }
}
