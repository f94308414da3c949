package io.mychat.gateway.core.config.reading;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.config.ConfigFile;
import io.mychat.gateway.core.config.PlatformStrategy;
import io.mychat.gateway.core.config.json.Environment;
import io.mychat.gateway.core.config.json.FaultCollector;
import io.mychat.gateway.core.config.json.JsonConfigSection;
import io.mychat.gateway.core.config.json.JsonFile;
import io.mychat.gateway.core.config.json.LoadReport;
import io.mychat.gateway.core.config.json.ReadContext;
import io.mychat.gateway.core.config.json.SettingsTree;
import io.mychat.gateway.core.config.schema.ConfigSchema;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.Platform;
import io.mychat.gateway.spi.session.Platform.WhenFull;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Reads {@code platform_strategy.json}. */
public final class PlatformReader {

    private static final String BUILT_IN = "default_platform_strategy.json";

    /** Rules of a platform that no file can change. */
    private record FixedRules(Set<String> requiredRoles, boolean strict, int mostDevices) {}

    private static final int MOST_DEVICES = 1000;
    private static final FixedRules ORDINARY = new FixedRules(Set.of(), false, MOST_DEVICES);
    private static final Map<String, FixedRules> FIXED = Map.of("admin", new FixedRules(Set.of("admin"), true, 1));

    private static final String ALLOW_MULTIPLE = "allow_multiple_devices";
    private static final String KICK_EXISTING = "kick_existing_on_login";
    private static final String WHEN_FULL = "when_full";
    private static final String MAX_DEVICES = "max_devices";
    /** The number of devices for "multiple" when the file has none (the specification's figure for phones). */
    private static final int MULTIPLE = 3;

    private PlatformReader() {}

    public static PlatformStrategy defaults() {
        ConfigFile file = ConfigFile.PLATFORM_STRATEGY;
        FaultCollector faultCollector = new FaultCollector();
        ReadContext context = new ReadContext(
                file,
                BUILT_IN,
                ConfigSchema.of(file.fileName(), List.of()),
                new Environment(Map.of()),
                new LoadReport(faultCollector));
        JsonConfigSection root = JsonConfigSection.root(context, builtIn(), SettingsTree.of(Map.of(), faultCollector));
        PlatformStrategy strategy = read(root);
        new UnknownKeyCheck(ModulePresence.none()).report(root);
        faultCollector.throwIfAny();
        return strategy;
    }

    /** The built-in file, which is used when there is no other. */
    public static ObjectNode builtIn() {
        try (InputStream file = Objects.requireNonNull(ConfigFile.class.getResourceAsStream(BUILT_IN), BUILT_IN)) {
            return JsonFile.parse(BUILT_IN, file.readAllBytes(), new FaultCollector())
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static PlatformStrategy read(JsonConfigSection root) {
        Map<String, Platform> platforms = new LinkedHashMap<>();
        JsonConfigSection section = root.section("platforms");
        if (section.keys().isEmpty()) {
            root.fault("platforms", "must name at least one platform");
        }
        for (String name : section.keys()) {
            JsonConfigSection platform = section.section(name);
            if (DeviceKey.isValidPlatform(name)) {
                platforms.put(name, readPlatform(name, platform));
            } else {
                section.fault(name, "a platform's name is 1 to 32 of a-z 0-9 _ -");
            }
        }
        for (String name : FIXED.keySet()) {
            if (!section.keys().contains(name)) {
                platforms.put(name, defaults().platform(name).orElseThrow());
            }
        }
        return new PlatformStrategy(platforms);
    }

    private static Platform readPlatform(String name, JsonConfigSection section) {
        FixedRules rules = FIXED.getOrDefault(name, ORDINARY);
        return new Platform(
                name,
                maxDevices(section, rules),
                whenFull(section),
                section.flag("notify_on_new_login"),
                Duration.ofSeconds(section.number("session_timeout")),
                rules.requiredRoles(),
                rules.strict());
    }

    private static int maxDevices(JsonConfigSection section, FixedRules rules) {
        boolean counted = section.has(MAX_DEVICES);
        int written = section.integer(MAX_DEVICES);
        boolean multiple = section.flag(ALLOW_MULTIPLE, written > 1);
        if (counted && written > 1 && !multiple) {
            section.fault(MAX_DEVICES, "must be 1, or absent, beside " + ALLOW_MULTIPLE + ": false");
        }
        int devices = multiple && !counted ? MULTIPLE : written;
        if (devices > rules.mostDevices()) {
            section.fault(MAX_DEVICES, "this platform has a single seat");
            return rules.mostDevices();
        }
        return devices;
    }

    private static WhenFull whenFull(JsonConfigSection section) {
        Optional<WhenFull> written = KeyReader.writtenWord(section, WHEN_FULL, WhenFull.class);
        if (!section.has(KICK_EXISTING)) {
            return written.orElse(WhenFull.KICK_OLDEST);
        }
        WhenFull flagged = section.flag(KICK_EXISTING, true) ? WhenFull.KICK_OLDEST : WhenFull.REJECT;
        if (written.isPresent() && written.get() != flagged) {
            section.fault(WHEN_FULL, "contradicts " + KICK_EXISTING);
        }
        return flagged;
    }
}
