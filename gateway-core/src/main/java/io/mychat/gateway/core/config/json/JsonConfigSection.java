package io.mychat.gateway.core.config.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mychat.gateway.core.config.schema.KeySchema;
import io.mychat.gateway.spi.config.ConfigSection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object of the configuration. The same object is handed out for the same path, so that it knows every key
 * that was read from it; the other keys are unknown. Used by one thread.
 */
public final class JsonConfigSection implements ConfigSection {

    /** Tells an editor where the schema is. */
    private static final String SCHEMA = "$schema";

    private final ReadContext readContext;
    private final SectionLayers layers;

    private final Set<String> asked = new LinkedHashSet<>();
    private final Set<String> unreadable = new HashSet<>();
    private final Map<String, List<JsonConfigSection>> children = new LinkedHashMap<>();

    private JsonConfigSection(SectionLayers layers) {
        this.readContext = layers.context();
        this.layers = layers;
    }

    /**
     * The root of one file.
     *
     * @param parsed the content of the file; null: there is no file
     */
    public static JsonConfigSection root(ReadContext readContext, @Nullable ObjectNode parsed, SettingsTree settings) {
        String variables = readContext.isOverridable() ? Environment.rootName() : null;
        JsonConfigSection root = new JsonConfigSection(
                new SectionLayers(readContext, JsonPath.ROOT, variables, parsed, settings.of(readContext.kind())));
        root.text(SCHEMA);
        return root;
    }

    @Override
    public boolean isPresent() {
        return layers.isPresent();
    }

    @Override
    public boolean has(String key) {
        return find(key) != null;
    }

    @Override
    public Set<String> keys() {
        return layers.keys();
    }

    @Override
    public Optional<String> text(String key) {
        Optional<String> written = written(key);
        if (written.isPresent()) {
            return written;
        }
        Optional<String> defaultText = schema(key).defaultText();
        return defaultText.isPresent() ? Optional.of(noted(key, null, defaultText.get())) : defaultText;
    }

    /** As {@link #text}, without the default of the schema. */
    public Optional<String> written(String key) {
        ResolvedValue resolvedValue = find(key);
        if (resolvedValue == null) {
            return Optional.empty();
        }
        if (!resolvedValue.node().isTextual()) {
            return wrong(resolvedValue, "must be a text" + resolvedValue.shown(key));
        }
        String text = resolvedValue.node().textValue();
        Optional<String> fault = schema(key).textFault(text);
        return fault.isPresent() ? wrong(resolvedValue, fault.get()) : Optional.of(noted(key, resolvedValue, text));
    }

    @Override
    public long number(String key) {
        return number(key, schema(key).defaultNumber());
    }

    @Override
    public long number(String key, long defaultValue) {
        ResolvedValue resolvedValue = find(key);
        if (resolvedValue == null) {
            return noted(key, null, defaultValue);
        }
        long min = schema(key).min();
        long max = schema(key).max();
        Optional<Long> number = resolvedValue.number().filter(n -> n >= min && n <= max);
        return valid(key, defaultValue, resolvedValue, number, "must be a whole number from " + min + " to " + max);
    }

    @Override
    public boolean flag(String key) {
        return flag(key, schema(key).defaultFlag());
    }

    @Override
    public boolean flag(String key, boolean defaultValue) {
        ResolvedValue resolvedValue = find(key);
        return resolvedValue == null
                ? noted(key, null, defaultValue)
                : valid(key, defaultValue, resolvedValue, resolvedValue.flag(), "must be true or false");
    }

    private <T> T valid(String key, T defaultValue, ResolvedValue resolvedValue, Optional<T> parsed, String rule) {
        return parsed.isPresent()
                ? noted(key, resolvedValue, parsed.get())
                : this.<T>wrong(resolvedValue, rule + resolvedValue.shown(key)).orElse(defaultValue);
    }

    @Override
    public List<String> texts(String key) {
        ResolvedValue resolvedValue = find(key);
        if (resolvedValue == null) {
            return noted(key, null, schema(key).defaultTexts());
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
        List<ResolvedValue> elements = resolvedValue.elements();
        List<String> texts = elements.stream()
                .flatMap(element -> textElement(element).stream())
                .toList();
        ConfigValues.Source source = elements.stream().anyMatch(ResolvedValue::isPlaceholder)
                ? ConfigValues.Source.ENVIRONMENT
                : resolvedValue.origin().source();
        readContext.values().put(layers.pathOf(key), texts, source);
        return texts;
    }

    @Override
    public JsonConfigSection section(String key) {
        asked.add(key);
        List<JsonConfigSection> opened = children.get(key);
        if (opened == null) {
            opened = List.of(open(key));
            children.put(key, opened);
        }
        return opened.get(0);
    }

    @Override
    public List<ConfigSection> sections(String key) {
        return List.copyOf(elements(key, null));
    }

    /**
     * The objects of an array in which a bare text may stand for an object.
     *
     * @param textKey the key that a bare text is the value of; null: texts are not allowed
     */
    public List<JsonConfigSection> elements(String key, @Nullable String textKey) {
        asked.add(key);
        List<JsonConfigSection> opened = children.get(key);
        if (opened == null) {
            opened = openElements(key, textKey);
            children.put(key, opened);
        }
        return opened;
    }

    @Override
    public void fault(String key, String message) {
        asked.add(key);
        ResolvedValue resolvedValue = layers.locate(key);
        // An unreadable value is treated as absent; "is missing" would be a second fault for the same mistake.
        if (!unreadable.contains(resolvedValue.place())) {
            readContext.faults().add(resolvedValue.source(), resolvedValue.place(), message);
        }
    }

    @Override
    public void warn(String key, String message) {
        asked.add(key);
        ResolvedValue resolvedValue = layers.locate(key);
        readContext.faults().warn(resolvedValue.source(), resolvedValue.place(), message);
    }

    /** The keys that were read. */
    public Set<String> asked() {
        return asked;
    }

    /** The inner objects that were opened. */
    public List<JsonConfigSection> opened() {
        List<JsonConfigSection> opened = new ArrayList<>();
        for (List<JsonConfigSection> sections : children.values()) {
            opened.addAll(sections);
        }
        return opened;
    }

    public String path() {
        return layers.path();
    }

    /** The schema of a key of this object. */
    public KeySchema schema(String key) {
        return readContext.schema().key(layers.pathOf(key));
    }

    private JsonConfigSection open(String key) {
        return new JsonConfigSection(layers.inside(
                key, objectIn(ResolvedValue.Origin.FILE, key), objectIn(ResolvedValue.Origin.SETTINGS, key)));
    }

    private @Nullable ObjectNode objectIn(ResolvedValue.Origin origin, String key) {
        ResolvedValue resolvedValue = layers.in(origin, key);
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
        return resolvedValue.elements().stream()
                .flatMap(element -> openElement(element, textKey).stream())
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
        return Optional.of(new JsonConfigSection(layers.element(element, object)));
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

    /** The value of a key with its placeholders filled in; null when it is absent or a placeholder has no value. */
    private @Nullable ResolvedValue find(String key) {
        asked.add(key);
        return resolve(layers.locate(key));
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

    /** Records a value that was read; {@code resolvedValue} is null for a default. */
    private <T> T noted(String key, @Nullable ResolvedValue resolvedValue, T value) {
        readContext
                .values()
                .put(
                        layers.pathOf(key),
                        value,
                        resolvedValue == null ? defaultSource(key) : layers.sourceOf(key, resolvedValue));
        return value;
    }

    private ConfigValues.Source defaultSource(String key) {
        return schema(key).isProfiled() ? ConfigValues.Source.PROFILE : ConfigValues.Source.DEFAULT;
    }

    private <T> Optional<T> wrong(ResolvedValue resolvedValue, String message) {
        unreadable.add(resolvedValue.place());
        readContext.faults().add(resolvedValue.source(), resolvedValue.place(), message);
        return Optional.empty();
    }
}
