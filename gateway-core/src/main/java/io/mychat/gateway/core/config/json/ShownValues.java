package io.mychat.gateway.core.config.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.config.schema.ConfigSchema;
import io.mychat.gateway.core.config.schema.KeySchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Arranges values by their JSON paths as in the file, without secrets. Used once, by one thread. */
final class ShownValues {

    private static final String SET = "(set)";
    private static final String NOT_SET = "(not set)";
    private static final String FROM_ENVIRONMENT = "(from the environment)";
    private static final Pattern USER_OF_URL = Pattern.compile("://[^/?#\\s]*@");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ConfigSchema schema;
    private final ObjectNode root = NODES.objectNode();

    ShownValues(ConfigSchema schema) {
        this.schema = schema;
    }

    /** All values, and the declared secrets without a value in the same objects. */
    ObjectNode of(Map<String, ConfigValues.Value> values) {
        values.forEach((path, value) -> {
            List<Object> steps = ConfigSchema.steps(path);
            parent(steps, true).ifPresent(parent -> parent.set(last(steps), shown(schema.key(path), value)));
        });
        for (String secret : schema.secrets()) {
            List<Object> steps = ConfigSchema.steps(secret);
            parent(steps, false)
                    .filter(parent -> !parent.has(last(steps)))
                    .ifPresent(parent -> parent.put(last(steps), NOT_SET));
        }
        return root;
    }

    private static JsonNode shown(KeySchema key, ConfigValues.Value value) {
        if (!key.isDeclared()) {
            return NODES.textNode(ConfigValues.NOT_SHOWN);
        }
        if (!key.isOpen()) {
            return NODES.textNode(value.texts().findAny().isPresent() ? SET : NOT_SET);
        }
        Object raw = value.raw();
        if (raw instanceof Number number) {
            return NODES.numberNode(number.longValue());
        }
        if (raw instanceof Boolean flag) {
            return NODES.booleanNode(flag);
        }
        // The environment is where secrets are kept, so a text of it may hold one; a declared word does not.
        if (value.isFromEnvironment() && !key.words().contains(value.text())) {
            return NODES.textNode(FROM_ENVIRONMENT);
        }
        if (raw instanceof List<?> texts) {
            ArrayNode array = NODES.arrayNode();
            texts.forEach(text -> array.add(withoutUser(text.toString())));
            return array;
        }
        return NODES.textNode(withoutUser(value.text()));
    }

    /** A URL may hold a user with a password. */
    private static String withoutUser(String text) {
        return USER_OF_URL.matcher(text).replaceAll("://" + ConfigValues.NOT_SHOWN + "@");
    }

    private static String last(List<Object> steps) {
        return steps.get(steps.size() - 1).toString();
    }

    /** The object that the last step is a key of; empty: there is none, or something else stands there. */
    private Optional<ObjectNode> parent(List<Object> steps, boolean isMade) {
        JsonNode here = root;
        for (int i = 0; i < steps.size() - 1; i++) {
            JsonNode next = child(here, steps.get(i));
            if (next.isMissingNode() && isMade) {
                put(here, steps.get(i), steps.get(i + 1) instanceof Integer ? NODES.arrayNode() : NODES.objectNode());
                next = child(here, steps.get(i));
            }
            here = next;
        }
        return here instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
    }

    private static JsonNode child(JsonNode parent, Object step) {
        return step instanceof Integer index ? parent.path(index) : parent.path(step.toString());
    }

    /** All elements of lists are objects; those that come later in the order of the paths (2 behind 10) are empty until then. */
    private static void put(JsonNode parent, Object step, JsonNode child) {
        if (parent instanceof ObjectNode object) {
            object.set(step.toString(), child);
        } else if (parent instanceof ArrayNode array && step instanceof Integer index) {
            while (array.size() <= index) {
                array.addObject();
            }
        }
    }
}
