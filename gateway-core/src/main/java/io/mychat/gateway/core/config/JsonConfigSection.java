package io.mychat.gateway.core.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mychat.gateway.spi.config.ConfigSection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One object of a configuration file. A value is looked for in the settings of the program, then in the environment,
 * then in the file. The same object is handed out for the same path, so that it knows all that was asked of it:
 * {@link UnreadKeys} reports the rest.
 */
final class JsonConfigSection implements ConfigSection {

    private final Reading reading;
    private final String path;
    private final @Nullable String variables;
    private final @Nullable ObjectNode file;
    private final @Nullable ObjectNode settings;

    private final Set<String> asked = new LinkedHashSet<>();
    private final Set<String> unreadable = new HashSet<>();
    private final Map<String, List<JsonConfigSection>> children = new LinkedHashMap<>();

    private JsonConfigSection(
            Reading reading,
            String path,
            @Nullable String variables,
            @Nullable ObjectNode file,
            @Nullable ObjectNode settings) {
        this.reading = reading;
        this.path = path;
        this.variables = variables;
        this.file = file;
        this.settings = settings;
    }

    static JsonConfigSection root(Reading reading, @Nullable ObjectNode file, ObjectNode settings) {
        String variables = reading.overridable() ? Environment.rootName() : null;
        return new JsonConfigSection(reading, JsonPath.ROOT, variables, file, settings);
    }

    @Override
    public boolean isPresent() {
        return file != null || settings != null;
    }

    @Override
    public boolean has(String key) {
        return find(key) != null;
    }

    @Override
    public Set<String> keys() {
        Set<String> keys = new LinkedHashSet<>();
        Stream.of(Optional.ofNullable(file), Optional.ofNullable(settings))
                .flatMap(Optional::stream)
                .forEach(layer -> layer.fieldNames().forEachRemaining(keys::add));
        return Collections.unmodifiableSet(keys);
    }

    @Override
    public Optional<String> text(String key) {
        Found found = find(key);
        if (found == null) {
            return Optional.empty();
        }
        return found.node().isTextual()
                ? Optional.of(noted(key, found, found.node().textValue()))
                : wrong(found, "must be a text" + found.shown(key));
    }

    @Override
    public String text(String key, String defaultValue) {
        return text(key).orElseGet(() -> noted(key, null, defaultValue));
    }

    @Override
    public long number(String key, long defaultValue, long min, long max) {
        Found found = find(key);
        if (found == null) {
            return noted(key, null, defaultValue);
        }
        return found.number()
                .filter(n -> n >= min && n <= max)
                .map(n -> noted(key, found, n))
                .or(() -> wrong(found, "must be a whole number from " + min + " to " + max + found.shown(key)))
                .orElse(defaultValue);
    }

    @Override
    public boolean flag(String key, boolean defaultValue) {
        Found found = find(key);
        if (found == null) {
            return noted(key, null, defaultValue);
        }
        return found.flag()
                .map(flag -> noted(key, found, flag))
                .or(() -> wrong(found, "must be true or false" + found.shown(key)))
                .orElse(defaultValue);
    }

    @Override
    public List<String> texts(String key) {
        Found found = find(key);
        if (found == null) {
            return noted(key, null, List.of());
        }
        if (found.word().isPresent()) {
            List<String> words = Stream.of(found.word().get().split(","))
                    .map(String::strip)
                    .filter(text -> !text.isEmpty())
                    .toList();
            return noted(key, found, words);
        }
        if (!found.node().isArray()) {
            return this.<List<String>>wrong(found, "must be a list of texts").orElse(List.of());
        }
        List<String> texts = IntStream.range(0, found.node().size())
                .mapToObj(found::element)
                .map(this::textElement)
                .flatMap(Optional::stream)
                .toList();
        boolean filledIn =
                IntStream.range(0, found.node().size()).mapToObj(found::element).anyMatch(Found::isPlaceholder);
        reading.values()
                .put(
                        JsonPath.child(path, key),
                        texts,
                        filledIn ? ConfigValues.Source.ENVIRONMENT : source(found.origin()));
        return texts;
    }

    @Override
    public JsonConfigSection section(String key) {
        asked.add(key);
        return children.computeIfAbsent(key, k -> List.of(open(k))).get(0);
    }

    @Override
    public List<ConfigSection> sections(String key) {
        return List.copyOf(elements(key, null));
    }

    /**
     * The objects of an array in which a bare text may stand for an object.
     *
     * @param textKey the key of such an object that has the text; null: texts are not allowed
     */
    List<JsonConfigSection> elements(String key, @Nullable String textKey) {
        asked.add(key);
        return children.computeIfAbsent(key, k -> openElements(k, textKey));
    }

    @Override
    public void fault(String key, String message) {
        asked.add(key);
        Found found = locate(key);
        // What cannot be read seems to be absent; that it "is missing" would be a second fault for the same mistake.
        if (!unreadable.contains(found.place())) {
            reading.faults().add(found.source(), found.place(), message);
        }
    }

    @Override
    public void warn(String key, String message) {
        asked.add(key);
        Found found = locate(key);
        reading.faults().warn(found.source(), found.place(), message);
    }

    /** The keys that somebody asked for. */
    Set<String> asked() {
        return asked;
    }

    /** The objects inside that somebody opened. */
    List<JsonConfigSection> opened() {
        return children.values().stream().flatMap(List::stream).toList();
    }

    String path() {
        return path;
    }

    private JsonConfigSection open(String key) {
        String inside = variables == null ? null : Environment.sectionName(variables, key);
        return new JsonConfigSection(
                reading,
                JsonPath.child(path, key),
                inside,
                objectIn(Found.Origin.FILE, key),
                objectIn(Found.Origin.SETTINGS, key));
    }

    private @Nullable ObjectNode objectIn(Found.Origin origin, String key) {
        Found found = in(origin, key);
        if (found.isAbsent() || found.node() instanceof ObjectNode) {
            return found.node() instanceof ObjectNode object ? object : null;
        }
        wrong(found, "must be an object");
        return null;
    }

    private List<JsonConfigSection> openElements(String key, @Nullable String textKey) {
        Found found = find(key);
        if (found == null) {
            return List.of();
        }
        if (!found.node().isArray()) {
            return this.<List<JsonConfigSection>>wrong(found, "must be a list").orElse(List.of());
        }
        return IntStream.range(0, found.node().size())
                .mapToObj(found::element)
                .map(element -> openElement(element, textKey))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<JsonConfigSection> openElement(Found element, @Nullable String textKey) {
        JsonNode node = element.node();
        if (node.isTextual() && textKey != null) {
            node = JsonNodeFactory.instance.objectNode().set(textKey, node);
        }
        if (!(node instanceof ObjectNode object)) {
            return wrong(element, "must be an object");
        }
        boolean set = element.origin() == Found.Origin.SETTINGS;
        return Optional.of(
                new JsonConfigSection(reading, element.place(), null, set ? null : object, set ? object : null));
    }

    private Optional<String> textElement(Found element) {
        Found resolved = resolve(element);
        if (resolved == null) {
            return element.isAbsent() ? wrong(element, "must be a text, not null") : Optional.empty();
        }
        return resolved.node().isTextual()
                ? Optional.of(resolved.node().textValue())
                : wrong(element, "must be a text");
    }

    /** The value of a key, with its placeholders filled in; null when it is absent or that was not possible. */
    private @Nullable Found find(String key) {
        asked.add(key);
        return resolve(locate(key));
    }

    private @Nullable Found resolve(Found found) {
        if (found.isAbsent() || !found.isPlaceholder()) {
            return found.isAbsent() ? null : found;
        }
        try {
            TextNode expanded =
                    TextNode.valueOf(reading.environment().expand(found.node().textValue()));
            return new Found(expanded, Found.Origin.VARIABLE, found.source(), found.place());
        } catch (IllegalArgumentException e) {
            wrong(found, String.valueOf(e.getMessage()));
            return null;
        }
    }

    /** Where the value of a key comes from, or would stand. */
    private Found locate(String key) {
        Found set = in(Found.Origin.SETTINGS, key);
        if (!set.isAbsent()) {
            return set;
        }
        Optional<Environment.Variable> variable =
                variables == null ? Optional.empty() : reading.environment().override(variables, key);
        if (variable.isPresent()) {
            TextNode value = TextNode.valueOf(variable.get().value());
            return new Found(
                    value,
                    Found.Origin.VARIABLE,
                    Environment.LABEL,
                    variable.get().name());
        }
        return file == null && settings != null ? set : in(Found.Origin.FILE, key);
    }

    private Found in(Found.Origin origin, String key) {
        boolean set = origin == Found.Origin.SETTINGS;
        ObjectNode layer = set ? settings : file;
        JsonNode node = layer == null ? JsonNodeFactory.instance.missingNode() : layer.path(key);
        return new Found(node, origin, set ? SettingsTree.LABEL : reading.file(), JsonPath.child(path, key));
    }

    /** Keeps a value that was read; {@code found} is null when it is a default. */
    private <T> T noted(String key, @Nullable Found found, T value) {
        String place = JsonPath.child(path, key);
        reading.values().put(place, value, found == null ? ConfigValues.Source.DEFAULT : source(key, found));
        return value;
    }

    /** A default in a placeholder stands in the file, where no variable takes its place. */
    private ConfigValues.Source source(String key, Found found) {
        Found written = locate(key);
        return written.isPlaceholder()
                        && reading.environment().fillsInNothing(written.node().textValue())
                ? ConfigValues.Source.FILE
                : source(found.origin());
    }

    private static ConfigValues.Source source(Found.Origin origin) {
        return switch (origin) {
            case FILE -> ConfigValues.Source.FILE;
            case SETTINGS -> ConfigValues.Source.PROGRAM;
            case VARIABLE -> ConfigValues.Source.ENVIRONMENT;
        };
    }

    private <T> Optional<T> wrong(Found found, String message) {
        unreadable.add(found.place());
        reading.faults().add(found.source(), found.place(), message);
        return Optional.empty();
    }
}
