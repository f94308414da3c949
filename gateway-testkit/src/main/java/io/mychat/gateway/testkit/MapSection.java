package io.mychat.gateway.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.config.ConfigSection;
import io.mychat.gateway.spi.config.ModuleSettings;
import io.mychat.gateway.spi.time.TimeSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * A configuration section on a map, for tests of a module's {@link ModuleProvider}. Bounds and defaults are those of the
 * provider's schema. It collects faults as {@code path: message} and records the keys that were read. An empty map is an
 * absent section. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class MapSection implements ConfigSection {

    private final ModuleProvider provider;
    private final JsonNode schema;
    private final String path;
    private final Map<String, ?> values;
    private final List<String> faults;
    private final List<String> warnings;
    private final Set<String> read;

    /**
     * @param provider the provider whose schema declares the keys
     * @param path the name of the section, such as {@code server}
     * @param values texts, numbers and flags; lists of texts; maps and lists of maps for sections
     */
    public MapSection(ModuleProvider provider, String path, Map<String, ?> values) {
        this.provider = provider;
        this.schema = schemaOf(provider).path("properties").path(path);
        this.path = path;
        this.values = values;
        this.faults = new ArrayList<>();
        this.warnings = new ArrayList<>();
        this.read = new TreeSet<>();
    }

    /** A section inside another one, which takes its faults, warnings and keys. */
    private MapSection(MapSection outer, String step, JsonNode schema, Map<String, ?> values) {
        this.provider = outer.provider;
        this.schema = schema;
        this.path = outer.path + step;
        this.values = values;
        this.faults = outer.faults;
        this.warnings = outer.warnings;
        this.read = outer.read;
    }

    private static JsonNode schemaOf(ModuleProvider provider) {
        try {
            return new JsonMapper().readTree(provider.schema());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the schema of " + provider.name() + " is not JSON", e);
        }
    }

    private JsonNode schema(String key) {
        JsonNode property = schema.path("properties").path(key);
        return property.isMissingNode() ? schema.path("additionalProperties") : property;
    }

    private JsonNode declared(String key) {
        JsonNode declared = schema(key);
        if (!declared.isObject()) {
            throw new IllegalStateException(
                    "the schema of " + provider.name() + " does not declare " + path + "." + key);
        }
        return declared;
    }

    /**
     * Settings with this section only; all other sections are empty.
     *
     * @param directory the start of relative paths
     */
    public ModuleSettings in(Path directory, TimeSource time) {
        return new Settings(List.of(this), directory, time);
    }

    /** As {@link #in(Path, TimeSource)}, with another section beside this one. */
    public ModuleSettings in(Path directory, TimeSource time, MapSection other) {
        return new Settings(List.of(this, other), directory, time);
    }

    /** The faults of this section and of its inner sections. */
    public List<String> faults() {
        return faults;
    }

    /** The warnings of this section and of its inner sections. */
    public List<String> warnings() {
        return warnings;
    }

    /** The paths of all keys that were read, here and in inner sections. */
    public Set<String> read() {
        return read;
    }

    @Override
    public boolean isPresent() {
        return !values.isEmpty();
    }

    @Override
    public boolean has(String key) {
        return values.containsKey(key);
    }

    @Override
    public Set<String> keys() {
        return Set.copyOf(values.keySet());
    }

    @Override
    public Optional<String> text(String key) {
        return value(key)
                .map(String.class::cast)
                .or(() -> Optional.ofNullable(schema(key).path("default").textValue()));
    }

    @Override
    public long number(String key) {
        JsonNode declared = declared(key);
        return number(
                key, declared.path("default").asLong(declared.path("minimum").asLong()));
    }

    /** Unlike in a gateway, a key that the provider's schema does not declare has no bounds: the core declares it. */
    @Override
    public long number(String key, long defaultValue) {
        long min = schema(key).path("minimum").asLong(Long.MIN_VALUE);
        long max = schema(key).path("maximum").asLong(Long.MAX_VALUE);
        long number = value(key).map(Number.class::cast).map(Number::longValue).orElse(defaultValue);
        if (number < min || number > max) {
            fault(key, "must be " + min + " to " + max);
            return defaultValue;
        }
        return number;
    }

    @Override
    public boolean flag(String key) {
        return flag(key, declared(key).path("default").asBoolean());
    }

    @Override
    public boolean flag(String key, boolean defaultValue) {
        return value(key).map(Boolean.class::cast).orElse(defaultValue);
    }

    @Override
    @SuppressWarnings("unchecked")
    public List<String> texts(String key) {
        return value(key).map(list -> (List<String>) list).orElseGet(() -> defaultTexts(key));
    }

    private List<String> defaultTexts(String key) {
        return StreamSupport.stream(schema(key).path("default").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    @Override
    @SuppressWarnings("unchecked")
    public ConfigSection section(String key) {
        Map<String, ?> inner = value(key).map(map -> (Map<String, ?>) map).orElse(Map.of());
        return new MapSection(this, "." + key, schema(key), inner);
    }

    @Override
    @SuppressWarnings("unchecked")
    public List<ConfigSection> sections(String key) {
        List<Map<String, ?>> list =
                value(key).map(each -> (List<Map<String, ?>>) each).orElse(List.of());
        return IntStream.range(0, list.size())
                .<ConfigSection>mapToObj(i -> new MapSection(
                        this, "." + key + "[" + i + "]", schema(key).path("items"), list.get(i)))
                .toList();
    }

    @Override
    public void fault(String key, String message) {
        faults.add(path + "." + key + ": " + message);
    }

    @Override
    public void warn(String key, String message) {
        warnings.add(path + "." + key + ": " + message);
    }

    private Optional<Object> value(String key) {
        read.add(path + "." + key);
        return Optional.ofNullable(values.get(key));
    }

    private record Settings(List<MapSection> sections, Path directory, TimeSource time) implements ModuleSettings {

        @Override
        public ConfigSection section(String name) {
            return sections.stream()
                    .filter(section -> name.equals(section.path))
                    .findFirst()
                    .orElseGet(() -> new MapSection(sections.get(0).provider, name, Map.of()));
        }

        @Override
        public Path resolve(String file) {
            return directory.resolve(file);
        }
    }
}
