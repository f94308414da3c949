package io.mychat.gateway.core.config.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mychat.gateway.core.config.ConfigFile;
import io.mychat.gateway.core.config.reading.UnknownKeyCheck;
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
 * {@link UnknownKeyCheck} reports the rest.
 */
public final class JsonConfigSection implements ConfigSection {

    /** Where a file tells an editor how to help. */
    private static final String SCHEMA = "$schema";

    private final ReadContext readContext;
    private final String path;
    private final @Nullable String variables;
    private final @Nullable ObjectNode file;
    private final @Nullable ObjectNode settings;

    private final Set<String> asked = new LinkedHashSet<>();
    private final Set<String> unreadable = new HashSet<>();
    private final Map<String, List<JsonConfigSection>> children = new LinkedHashMap<>();

    private JsonConfigSection(
            ReadContext readContext,
            String path,
            @Nullable String variables,
            @Nullable ObjectNode file,
            @Nullable ObjectNode settings) {
        this.readContext = readContext;
        this.path = path;
        this.variables = variables;
        this.file = file;
        this.settings = settings;
    }

    /**
     * The root of one file.
     *
     * @param label what faults call the file
     * @param parsed what it holds; null: there is no file
     */
    public static JsonConfigSection root(
            ConfigFile file,
            String label,
            @Nullable ObjectNode parsed,
            SettingsTree settings,
            Environment environment,
            LoadReport loadReport) {
        ReadContext readContext = new ReadContext(
                label, environment, file == ConfigFile.GATEWAY, loadReport.faults(), loadReport.values(file));
        JsonConfigSection root = root(readContext, parsed, settings.of(file));
        root.text(SCHEMA);
        return root;
    }

    private static JsonConfigSection root(ReadContext readContext, @Nullable ObjectNode file, ObjectNode settings) {
        String variables = readContext.overridable() ? Environment.rootName() : null;
        return new JsonConfigSection(readContext, JsonPath.ROOT, variables, file, settings);
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
        ResolvedValue resolvedValue = find(key);
        if (resolvedValue == null) {
            return Optional.empty();
        }
        return resolvedValue.node().isTextual()
                ? Optional.of(noted(key, resolvedValue, resolvedValue.node().textValue()))
                : wrong(resolvedValue, "must be a text" + resolvedValue.shown(key));
    }

    @Override
    public String text(String key, String defaultValue) {
        return text(key).orElseGet(() -> noted(key, null, defaultValue));
    }

    @Override
    public long number(String key, long defaultValue, long min, long max) {
        ResolvedValue resolvedValue = find(key);
        if (resolvedValue == null) {
            return noted(key, null, defaultValue);
        }
        return resolvedValue
                .number()
                .filter(n -> n >= min && n <= max)
                .map(n -> noted(key, resolvedValue, n))
                .or(() -> wrong(
                        resolvedValue, "must be a whole number from " + min + " to " + max + resolvedValue.shown(key)))
                .orElse(defaultValue);
    }

    @Override
    public boolean flag(String key, boolean defaultValue) {
        ResolvedValue resolvedValue = find(key);
        if (resolvedValue == null) {
            return noted(key, null, defaultValue);
        }
        return resolvedValue
                .flag()
                .map(flag -> noted(key, resolvedValue, flag))
                .or(() -> wrong(resolvedValue, "must be true or false" + resolvedValue.shown(key)))
                .orElse(defaultValue);
    }

    @Override
    public List<String> texts(String key) {
        ResolvedValue resolvedValue = find(key);
        if (resolvedValue == null) {
            return noted(key, null, List.of());
        }
        if (resolvedValue.word().isPresent()) {
            List<String> words = Stream.of(resolvedValue.word().get().split(","))
                    .map(String::strip)
                    .filter(text -> !text.isEmpty())
                    .toList();
            return noted(key, resolvedValue, words);
        }
        if (!resolvedValue.node().isArray()) {
            return this.<List<String>>wrong(resolvedValue, "must be a list of texts")
                    .orElse(List.of());
        }
        List<String> texts = IntStream.range(0, resolvedValue.node().size())
                .mapToObj(resolvedValue::element)
                .map(this::textElement)
                .flatMap(Optional::stream)
                .toList();
        boolean filledIn = IntStream.range(0, resolvedValue.node().size())
                .mapToObj(resolvedValue::element)
                .anyMatch(ResolvedValue::isPlaceholder);
        readContext
                .values()
                .put(
                        JsonPath.child(path, key),
                        texts,
                        filledIn ? ConfigValues.Source.ENVIRONMENT : source(resolvedValue.origin()));
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
    public List<JsonConfigSection> elements(String key, @Nullable String textKey) {
        asked.add(key);
        return children.computeIfAbsent(key, k -> openElements(k, textKey));
    }

    @Override
    public void fault(String key, String message) {
        asked.add(key);
        ResolvedValue resolvedValue = locate(key);
        // What cannot be read seems to be absent; that it "is missing" would be a second fault for the same mistake.
        if (!unreadable.contains(resolvedValue.place())) {
            readContext.faults().add(resolvedValue.source(), resolvedValue.place(), message);
        }
    }

    @Override
    public void warn(String key, String message) {
        asked.add(key);
        ResolvedValue resolvedValue = locate(key);
        readContext.faults().warn(resolvedValue.source(), resolvedValue.place(), message);
    }

    /** The keys that somebody asked for. */
    public Set<String> asked() {
        return asked;
    }

    /** The objects inside that somebody opened. */
    public List<JsonConfigSection> opened() {
        return children.values().stream().flatMap(List::stream).toList();
    }

    public String path() {
        return path;
    }

    private JsonConfigSection open(String key) {
        String inside = variables == null ? null : Environment.sectionName(variables, key);
        return new JsonConfigSection(
                readContext,
                JsonPath.child(path, key),
                inside,
                objectIn(ResolvedValue.Origin.FILE, key),
                objectIn(ResolvedValue.Origin.SETTINGS, key));
    }

    private @Nullable ObjectNode objectIn(ResolvedValue.Origin origin, String key) {
        ResolvedValue resolvedValue = in(origin, key);
        if (resolvedValue.isAbsent() || resolvedValue.node() instanceof ObjectNode) {
            return resolvedValue.node() instanceof ObjectNode object ? object : null;
        }
        wrong(resolvedValue, "must be an object");
        return null;
    }

    private List<JsonConfigSection> openElements(String key, @Nullable String textKey) {
        ResolvedValue resolvedValue = find(key);
        if (resolvedValue == null) {
            return List.of();
        }
        if (!resolvedValue.node().isArray()) {
            return this.<List<JsonConfigSection>>wrong(resolvedValue, "must be a list")
                    .orElse(List.of());
        }
        return IntStream.range(0, resolvedValue.node().size())
                .mapToObj(resolvedValue::element)
                .map(element -> openElement(element, textKey))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<JsonConfigSection> openElement(ResolvedValue element, @Nullable String textKey) {
        JsonNode node = element.node();
        if (node.isTextual() && textKey != null) {
            node = JsonNodeFactory.instance.objectNode().set(textKey, node);
        }
        if (!(node instanceof ObjectNode object)) {
            return wrong(element, "must be an object");
        }
        boolean set = element.origin() == ResolvedValue.Origin.SETTINGS;
        return Optional.of(
                new JsonConfigSection(readContext, element.place(), null, set ? null : object, set ? object : null));
    }

    private Optional<String> textElement(ResolvedValue element) {
        ResolvedValue resolved = resolve(element);
        if (resolved == null) {
            return element.isAbsent() ? wrong(element, "must be a text, not null") : Optional.empty();
        }
        return resolved.node().isTextual()
                ? Optional.of(resolved.node().textValue())
                : wrong(element, "must be a text");
    }

    /** The value of a key, with its placeholders filled in; null when it is absent or that was not possible. */
    private @Nullable ResolvedValue find(String key) {
        asked.add(key);
        return resolve(locate(key));
    }

    private @Nullable ResolvedValue resolve(ResolvedValue resolvedValue) {
        if (resolvedValue.isAbsent() || !resolvedValue.isPlaceholder()) {
            return resolvedValue.isAbsent() ? null : resolvedValue;
        }
        try {
            TextNode expanded = TextNode.valueOf(
                    readContext.environment().expand(resolvedValue.node().textValue()));
            return new ResolvedValue(
                    expanded, ResolvedValue.Origin.VARIABLE, resolvedValue.source(), resolvedValue.place());
        } catch (IllegalArgumentException e) {
            wrong(resolvedValue, String.valueOf(e.getMessage()));
            return null;
        }
    }

    /** Where the value of a key comes from, or would stand. */
    private ResolvedValue locate(String key) {
        ResolvedValue set = in(ResolvedValue.Origin.SETTINGS, key);
        if (!set.isAbsent()) {
            return set;
        }
        Optional<Environment.Variable> variable =
                variables == null ? Optional.empty() : readContext.environment().override(variables, key);
        if (variable.isPresent()) {
            TextNode value = TextNode.valueOf(variable.get().value());
            return new ResolvedValue(
                    value,
                    ResolvedValue.Origin.VARIABLE,
                    Environment.LABEL,
                    variable.get().name());
        }
        return file == null && settings != null ? set : in(ResolvedValue.Origin.FILE, key);
    }

    private ResolvedValue in(ResolvedValue.Origin origin, String key) {
        boolean set = origin == ResolvedValue.Origin.SETTINGS;
        ObjectNode layer = set ? settings : file;
        JsonNode node = layer == null ? JsonNodeFactory.instance.missingNode() : layer.path(key);
        return new ResolvedValue(
                node, origin, set ? SettingsTree.LABEL : readContext.file(), JsonPath.child(path, key));
    }

    /** Keeps a value that was read; {@code resolvedValue} is null when it is a default. */
    private <T> T noted(String key, @Nullable ResolvedValue resolvedValue, T value) {
        String place = JsonPath.child(path, key);
        readContext
                .values()
                .put(place, value, resolvedValue == null ? ConfigValues.Source.DEFAULT : source(key, resolvedValue));
        return value;
    }

    /** A default in a placeholder stands in the file, where no variable takes its place. */
    private ConfigValues.Source source(String key, ResolvedValue resolvedValue) {
        ResolvedValue written = locate(key);
        return written.isPlaceholder()
                        && readContext
                                .environment()
                                .fillsInNothing(written.node().textValue())
                ? ConfigValues.Source.FILE
                : source(resolvedValue.origin());
    }

    private static ConfigValues.Source source(ResolvedValue.Origin origin) {
        return switch (origin) {
            case FILE -> ConfigValues.Source.FILE;
            case SETTINGS -> ConfigValues.Source.PROGRAM;
            case VARIABLE -> ConfigValues.Source.ENVIRONMENT;
        };
    }

    private <T> Optional<T> wrong(ResolvedValue resolvedValue, String message) {
        unreadable.add(resolvedValue.place());
        readContext.faults().add(resolvedValue.source(), resolvedValue.place(), message);
        return Optional.empty();
    }
}
