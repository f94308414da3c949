package io.mychat.gateway.core.reload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.config.ConfigException;
import io.mychat.gateway.core.config.ConfigFault;
import io.mychat.gateway.core.config.ConfigFile;
import io.mychat.gateway.core.config.ConfigSnapshot;
import io.mychat.gateway.core.config.ReloadOutcome;
import io.mychat.gateway.core.config.json.FaultCollector;
import io.mychat.gateway.core.config.json.FileDigests;
import io.mychat.gateway.core.config.json.JsonFile;
import io.mychat.gateway.core.config.json.LoadReport;
import io.mychat.gateway.core.config.json.SettingsTree;
import io.mychat.gateway.core.config.reading.ConfigSource;
import io.mychat.gateway.core.config.reading.ConfigurationLoader;
import io.mychat.gateway.core.config.reading.LoadedConfig;
import io.mychat.gateway.core.config.reading.ModulePresence;
import io.mychat.gateway.core.config.schema.ConfigSchema;
import io.mychat.gateway.spi.ReloadResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ConfigManager of the specification (3.1, 7): holds the configuration in effect, which is always complete and valid.
 * Thread-safe: a reader takes one {@link #current()} and keeps it. This object's lock guards reloads, which run one
 * after the other and take as long as reading the files takes.
 *
 * <p>A reload first reads and checks everything, the modules' sections too, and only then changes anything. A reload
 * with faults changes nothing (docs/adr/0008-reload.md).
 */
public final class ConfigManager {

    private static final Logger log = LoggerFactory.getLogger(ConfigManager.class);

    private final ConfigurationLoader loader;
    private final ConfigSource source;
    private final LoadedConfig atStart;
    private final FileDigests digestsAtStart;

    private volatile LoadedConfig loaded;
    private volatile Set<Path> files;

    private ConfigManager(ConfigurationLoader loader, ConfigSource source, LoadedConfig first, FileDigests digests) {
        this.loader = loader;
        this.source = source;
        this.atStart = first;
        this.digestsAtStart = digests;
        this.loaded = first;
        this.files = digests.digests().keySet();
    }

    /**
     * Reads a configuration for the first time.
     *
     * @throws ConfigException with every fault
     */
    public static ConfigManager load(ConfigurationLoader loader, ConfigSource source) {
        LoadReport loadReport = new LoadReport(new FaultCollector());
        LoadedConfig first = loader.read(source, loadReport);
        return new ConfigManager(loader, source, first, loadReport.digests());
    }

    /** Reads a configuration, faulty or not, for a gateway that is never started. */
    public static ConfigManager loadDespiteFaults(ConfigurationLoader loader, ConfigSource source) {
        LoadReport loadReport = new LoadReport(new FaultCollector());
        LoadedConfig first = loader.readDespiteFaults(source, loadReport);
        return new ConfigManager(loader, source, first, loadReport.digests());
    }

    /** The configuration in effect. */
    public ConfigSnapshot current() {
        return loaded.snapshot();
    }

    /** The warnings of the configuration in effect. */
    public List<ConfigFault> warnings() {
        return loaded.warnings();
    }

    /** The files that the configuration depends on, missing and invalid ones included. */
    public Set<Path> files() {
        return files;
    }

    /** The content of the files at the first reading. */
    public FileDigests digestsAtStart() {
        return digestsAtStart;
    }

    /**
     * The JSON paths of keys in effect that no schema declares. A change of such a key needs a restart, and its values
     * are not shown.
     */
    public Set<String> undeclared() {
        Set<String> paths = new LinkedHashSet<>();
        LoadedConfig now = loaded;
        for (ConfigFile file : ConfigFile.values()) {
            paths.addAll(now.values(file).undeclared(loader.schema(file)));
        }
        return paths;
    }

    /**
     * The configuration for people.
     *
     * @param files the values of each file with their defaults, without secrets
     * @param restartNeeded the JSON paths of keys whose values take effect only after a restart
     */
    public record Shown(Map<ConfigFile, ObjectNode> files, List<String> restartNeeded) {}

    /** The configuration as it was read last. */
    public Shown shown() {
        LoadedConfig now = loaded;
        Map<ConfigFile, ObjectNode> shown = new EnumMap<>(ConfigFile.class);
        List<String> restart = new ArrayList<>();
        for (ConfigFile file : ConfigFile.values()) {
            shown.put(file, now.values(file).shown(loader.schema(file)));
            restart.addAll(atStart.values(file).restartNeeded(now.values(file), loader.schema(file)));
        }
        return new Shown(shown, restart);
    }

    /** The value of a key of the main file as text, a default too; empty: nobody has read the key. */
    public Optional<String> valueOf(String path) {
        return loaded.values(ConfigFile.GATEWAY).text(path);
    }

    /** Whether a module has read keys of a section of the main file. */
    public boolean hasSection(String name) {
        return loaded.values(ConfigFile.GATEWAY).hasBelow("$." + name);
    }

    /** The paths of the secrets of all files whose value satisfies a condition. */
    public List<String> secretsThat(Predicate<String> condition) {
        LoadedConfig now = loaded;
        return Stream.of(ConfigFile.values())
                .flatMap(file -> now.values(file).secretsThat(loader.schema(file), condition).stream())
                .toList();
    }

    /** The keys that the main file has less strict than the profile hardened, with the value of the profile. */
    public Map<String, String> looserThanHardened() {
        ConfigSchema schema = loader.schema(ConfigFile.GATEWAY);
        Map<String, String> looser = new TreeMap<>();
        for (String path : loaded.values(ConfigFile.GATEWAY).looserThanHardened(schema)) {
            schema.key(path).hardened().ifPresent(strict -> looser.put(path, strict));
        }
        return looser;
    }

    /** The presence of the modules. */
    public ModulePresence modules() {
        return loader.modules();
    }

    /** The name of the main file in faults, or of the settings when there is no file. */
    public String label() {
        return source.file().map(JsonFile::label).orElse(SettingsTree.LABEL);
    }

    /** The directory of the main file; empty when there is none. */
    public Optional<Path> directory() {
        return source.directory();
    }

    /**
     * Reads a file again, and with the main file all files that it names.
     *
     * @param instead another file in its place, for this reload only; the next reload reads the usual one
     * @param participant called under the lock, for the check and again for the change
     */
    public synchronized ReloadOutcome reload(
            ConfigFile file, Optional<Path> instead, Supplier<ReloadParticipant> participant) {
        LoadedConfig before = loaded;
        LoadReport loadReport = new LoadReport(new FaultCollector());
        Checked checked = check(file, instead, participant, loadReport);
        boolean whole = file == ConfigFile.GATEWAY && checked.rejected().isEmpty();
        if (instead.isEmpty()) {
            // A fault may be in a new file, which is watched until it is corrected.
            watch(whole ? Set.of() : files, loadReport.files());
        }
        if (checked.rejected().isPresent()) {
            return checked.rejected().get();
        }
        LoadedConfig next = Objects.requireNonNull(checked.next());
        List<ConfigSnapshot.ConfiguredModule> running = before.snapshot().modules();
        List<ConfigSnapshot.ConfiguredModule> configured =
                whole ? next.snapshot().modules() : List.of();
        loaded = next.with(running);
        next.warnings().forEach(warning -> log.warn("{}", warning));
        ReloadResult reloadResult = participant.get().apply(loaded.snapshot(), configured);
        return new ReloadOutcome.Reloaded(file, changes(before, next, reloadResult), restartNeeded(next, reloadResult));
    }

    /**
     * What {@link #reload} would answer now, as far as it is known before modules adopt anything. Changes nothing.
     *
     * @param instead another file in its place
     */
    public synchronized ReloadOutcome preview(
            ConfigFile file, Optional<Path> instead, Supplier<ReloadParticipant> participant) {
        Checked checked = check(file, instead, participant, new LoadReport(new FaultCollector()));
        if (checked.rejected().isPresent()) {
            return checked.rejected().get();
        }
        LoadedConfig next = Objects.requireNonNull(checked.next());
        return new ReloadOutcome.Reloaded(
                file, changes(loaded, next, ReloadResult.nothing()), restartNeeded(next, ReloadResult.nothing()));
    }

    /** A configuration without faults, or its faults. */
    private record Checked(@Nullable LoadedConfig next, Optional<ReloadOutcome.Rejected> rejected) {

        static Checked faulty(ConfigFile file, List<ConfigFault> faults) {
            return new Checked(null, Optional.of(new ReloadOutcome.Rejected(file, faults)));
        }
    }

    private Checked check(
            ConfigFile file, Optional<Path> instead, Supplier<ReloadParticipant> participant, LoadReport loadReport) {
        LoadedConfig before = loaded;
        try {
            LoadedConfig next = read(file, before, instead, loadReport);
            check(participant.get().check(next.snapshot(), before.snapshot().modules()));
            return new Checked(next, Optional.empty());
        } catch (ConfigException e) {
            return Checked.faulty(file, e.faults());
        } catch (RuntimeException e) {
            // A module's reader failed. Its message may quote what it read.
            log.error("{} could not be read: {}", file.typeName(), e.getClass().getName());
            log.debug("{} could not be read", file.typeName(), e);
            return Checked.faulty(
                    file, List.of(new ConfigFault(file.typeName(), "", "could not be read, see the gateway's log")));
        }
    }

    private LoadedConfig read(ConfigFile file, LoadedConfig before, Optional<Path> instead, LoadReport loadReport) {
        return switch (file) {
            case GATEWAY -> loader.read(instead.map(source::withFile).orElse(source), loadReport);
            case PLATFORM_STRATEGY -> loader.readPlatforms(before, source, instead, loadReport);
            case ROUTER -> loader.readRouter(before, source, instead, loadReport);
        };
    }

    private static void check(List<ConfigFault> faults) {
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
    }

    private void watch(Set<Path> some, Set<Path> more) {
        Set<Path> all = new LinkedHashSet<>(some);
        all.addAll(more);
        files = Set.copyOf(all);
    }

    private List<ReloadOutcome.Change> changes(LoadedConfig before, LoadedConfig next, ReloadResult reloadResult) {
        List<ReloadOutcome.Change> changes = new ArrayList<>();
        for (ConfigFile file : ConfigFile.values()) {
            changes.addAll(before.values(file).changes(next.values(file), loader.schema(file)));
        }
        Set<String> named = new LinkedHashSet<>(reloadResult.changed());
        changes.forEach(change -> named.remove(change.path()));
        named.forEach(path -> changes.add(new ReloadOutcome.Change(path, "(content)", "(other content)")));
        return changes;
    }

    private List<String> restartNeeded(LoadedConfig next, ReloadResult reloadResult) {
        Set<String> paths = new LinkedHashSet<>();
        for (ConfigFile file : ConfigFile.values()) {
            paths.addAll(atStart.values(file).restartNeeded(next.values(file), loader.schema(file)));
        }
        paths.addAll(reloadResult.restartNeeded());
        return List.copyOf(paths);
    }
}
