package io.mychat.gateway.transport.undertow;

import io.mychat.gateway.spi.config.ConfigSection;
import io.mychat.gateway.spi.config.ModuleSettings;
import io.mychat.gateway.spi.time.TimeSource;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The section {@code server} out of a map, and the settings around it. */
record MapSection(Map<String, Object> values, Map<String, String> faults, Path directory)
        implements ConfigSection, ModuleSettings {

    MapSection(Map<String, Object> values, Path directory) {
        this(values, new LinkedHashMap<>(), directory);
    }

    @Override
    public ConfigSection section(String name) {
        return name.equals("server") ? this : new MapSection(Map.of(), directory);
    }

    @Override
    public Path resolve(String path) {
        return directory.resolve(path);
    }

    @Override
    public TimeSource time() {
        return new ManualTime();
    }

    @Override
    public boolean isPresent() {
        return true;
    }

    @Override
    public boolean has(String key) {
        return values.containsKey(key);
    }

    @Override
    public Set<String> keys() {
        return values.keySet();
    }

    @Override
    public Optional<String> text(String key) {
        return Optional.ofNullable((String) values.get(key));
    }

    @Override
    public String text(String key, String defaultValue) {
        return text(key).orElse(defaultValue);
    }

    @Override
    public long number(String key, long defaultValue, long min, long max) {
        return values.get(key) instanceof Number number ? number.longValue() : defaultValue;
    }

    @Override
    public boolean flag(String key, boolean defaultValue) {
        return values.get(key) instanceof Boolean flag ? flag : defaultValue;
    }

    @Override
    public List<String> texts(String key) {
        return List.of();
    }

    @Override
    public List<ConfigSection> sections(String key) {
        return List.of();
    }

    @Override
    public void fault(String key, String message) {
        faults.put(key, message);
    }
}
