package io.mychat.gateway.core.config.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The layers of one JSON object's values. The program's settings take precedence over the environment, and the
 * environment over the file.
 *
 * @param path the object's JSON path
 * @param variables the prefix of its variables; null: no variable overrides its keys
 * @param file null when the file has no such object
 * @param settings null when the program has no setting in it
 */
record SectionLayers(
        ReadContext context,
        String path,
        @Nullable String variables,
        @Nullable ObjectNode file,
        @Nullable ObjectNode settings) {

    boolean isPresent() {
        return file != null || settings != null;
    }

    Set<String> keys() {
        Set<String> keys = new LinkedHashSet<>();
        addKeys(file, keys);
        addKeys(settings, keys);
        return Collections.unmodifiableSet(keys);
    }

    private static void addKeys(@Nullable ObjectNode layer, Set<String> keys) {
        if (layer != null) {
            for (Map.Entry<String, JsonNode> property : layer.properties()) {
                keys.add(property.getKey());
            }
        }
    }

    /** The value of a key with its source, or the place where a missing value belongs. */
    ResolvedValue locate(String key) {
        ResolvedValue set = in(ResolvedValue.Origin.SETTINGS, key);
        if (!set.isAbsent()) {
            return set;
        }
        Optional<Environment.Variable> variable =
                variables == null ? Optional.empty() : context.environment().override(variables, key);
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

    /** The value of a key in one of the JSON layers. */
    ResolvedValue in(ResolvedValue.Origin origin, String key) {
        boolean set = origin == ResolvedValue.Origin.SETTINGS;
        ObjectNode layer = set ? settings : file;
        JsonNode node = layer == null ? JsonNodeFactory.instance.missingNode() : layer.path(key);
        return new ResolvedValue(node, origin, set ? SettingsTree.LABEL : context.label(), pathOf(key));
    }

    /** The layers of an object inside this one. */
    SectionLayers inside(String key, @Nullable ObjectNode inFile, @Nullable ObjectNode inSettings) {
        String inside = variables == null ? null : Environment.sectionName(variables, key);
        return new SectionLayers(context, pathOf(key), inside, inFile, inSettings);
    }

    /** The layers of an object in a list: no variable overrides its keys. */
    SectionLayers element(ResolvedValue element, ObjectNode object) {
        boolean set = element.origin() == ResolvedValue.Origin.SETTINGS;
        return new SectionLayers(context, element.place(), null, set ? null : object, set ? object : null);
    }

    String pathOf(String key) {
        return JsonPath.child(path, key);
    }

    /** The source of a value. The source of a placeholder's default is the file, unless a variable replaces it. */
    ConfigValues.Source sourceOf(String key, ResolvedValue value) {
        ResolvedValue written = locate(key);
        boolean isDefault = written.isPlaceholder()
                && context.environment().fillsInNothing(written.node().textValue());
        return isDefault ? ConfigValues.Source.FILE : value.origin().source();
    }
}
