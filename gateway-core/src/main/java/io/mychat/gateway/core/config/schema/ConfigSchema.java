package io.mychat.gateway.core.config.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.json.JsonTree;
import io.mychat.gateway.spi.ModuleProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The JSON Schema (draft 2020-12) of one file, with the parts of the modules merged into that of the core. A key
 * declares its type, bounds, default and meaning, whether a running gateway adopts a new value ({@code x-reload}), and
 * whether it is a secret ({@code writeOnly}). The latter two also apply to all keys inside an object. Immutable.
 */
public final class ConfigSchema {

    private static final JsonFactory JSON = new JsonFactory();
    static final String HARDENED = "x-hardened";
    /** Marks the keys whose default is the profile's; no schema in a file has it. */
    static final String PROFILE = "x-profile";

    private static final String RELOAD = "x-reload";

    private static final String MAIN_FILE = "gateway_config.json";
    private static final String ROOT = "$";

    private final ObjectNode root;
    private final Map<String, KeySchema> known = new ConcurrentHashMap<>();

    private ConfigSchema(ObjectNode root) {
        this.root = root;
    }

    /**
     * The schema of the file with this usual name. The modules' parts belong to the main file.
     *
     * @throws IllegalArgumentException when a module's part is not a JSON object
     */
    public static ConfigSchema of(String fileName, List<ModuleProvider> providers) {
        ObjectNode root = CoreSchemas.of(fileName);
        if (fileName.equals(MAIN_FILE)) {
            for (ModuleProvider provider : providers) {
                root = merged(root, object(provider.schema()));
            }
        }
        return new ConfigSchema(root);
    }

    /** The same with the defaults of {@code security.profile: hardened}. */
    public ConfigSchema hardened() {
        ObjectNode strict = root.deepCopy();
        for (JsonNode parent : strict.findParents(HARDENED)) {
            ObjectNode key = (ObjectNode) parent;
            key.set("default", key.get(HARDENED));
            key.put(PROFILE, true);
        }
        return new ConfigSchema(strict);
    }

    /** The schemas of the top-level keys, each made when it is asked for. */
    public Map<String, Supplier<Map<String, Object>>> sections() {
        Map<String, Supplier<Map<String, Object>>> sections = new LinkedHashMap<>();
        root.path("properties")
                .properties()
                .forEach(section -> sections.put(section.getKey(), () -> JsonTree.members(section.getValue())));
        return sections;
    }

    /** The schema's text, for editors. */
    public String text() {
        return root.toPrettyString() + "\n";
    }

    /**
     * The schema of a key.
     *
     * @param path the JSON path of the key, such as {@code $.routes['2001'].timeout_ms}
     */
    public KeySchema key(String path) {
        // A path can be as long as a file, so the cache has a bound.
        return known.size() > 10_000 ? find(path) : known.computeIfAbsent(path, this::find);
    }

    /**
     * The steps of a JSON path behind its root: texts, and the numbers of elements. What is no step is one text, the rest
     * of the path.
     */
    public static List<Object> steps(String path) {
        List<Object> steps = new ArrayList<>();
        int at = ROOT.length();
        while (at < path.length()) {
            PathStep step = PathStep.at(path, at);
            if (step == null) {
                steps.add(path.substring(at));
                break;
            }
            steps.add(step.value());
            at = step.end();
        }
        return steps;
    }

    /** The paths of the declared secrets, except those inside lists and inside objects with free keys. */
    public List<String> secrets() {
        List<String> secrets = new ArrayList<>();
        collectSecrets(root, ROOT, secrets);
        return secrets;
    }

    private static void collectSecrets(JsonNode object, String path, List<String> secrets) {
        object.path("properties").properties().forEach(property -> {
            String inside = path + "." + property.getKey();
            if (property.getValue().path("writeOnly").asBoolean()) {
                secrets.add(inside);
            } else {
                collectSecrets(property.getValue(), inside, secrets);
            }
        });
    }

    private KeySchema find(String path) {
        JsonNode here = root;
        boolean live = false;
        boolean open = true;
        int at = ROOT.length();
        while (at < path.length()) {
            PathStep step = PathStep.at(path, at);
            here = step == null ? MissingNode.getInstance() : inside(here, step);
            if (step == null || here.isMissingNode()) {
                return new KeySchema(path, here, false, false);
            }
            at = step.end();
            live = here.has(RELOAD) ? here.path(RELOAD).asText().equals("live") : live;
            open &= !here.path("writeOnly").asBoolean();
        }
        return new KeySchema(path.substring(path.lastIndexOf('.') + 1), here, live, open);
    }

    private JsonNode inside(JsonNode parent, PathStep step) {
        if (step.isElement()) {
            return resolved(parent.path("items"));
        }
        JsonNode property = parent.path("properties").path(step.text());
        return resolved(property.isMissingNode() ? parent.path("additionalProperties") : property);
    }

    private JsonNode resolved(JsonNode schema) {
        String reference = schema.path("$ref").asText();
        JsonNode target = reference.startsWith("#/") ? root.at(reference.substring(1)) : schema;
        // With alternatives, the one that is an object, because only it has keys inside.
        for (JsonNode variant : target.path("anyOf")) {
            target = variant.has("properties") ? variant : target;
        }
        return target.isObject() ? target : MissingNode.getInstance();
    }

    /** Both in a new object, which shares what it does not merge. */
    private static ObjectNode merged(ObjectNode one, ObjectNode more) {
        ObjectNode both = JsonNodeFactory.instance.objectNode().setAll(one);
        for (Map.Entry<String, JsonNode> entry : more.properties()) {
            JsonNode present = both.get(entry.getKey());
            boolean isInBoth = present instanceof ObjectNode && entry.getValue() instanceof ObjectNode;
            both.set(
                    entry.getKey(),
                    isInBoth ? merged((ObjectNode) present, (ObjectNode) entry.getValue()) : entry.getValue());
        }
        return both;
    }

    /**
     * Checks that a schema is an object.
     *
     * @param name says whose schema it is, in the message of the exception
     * @return the text
     * @throws IllegalArgumentException when it is not JSON, or no object
     */
    public static String checked(String name, String text) {
        ObjectNode unused = object(name, text);
        return text;
    }

    static ObjectNode object(String text) {
        return object("a part of the configuration's schema", text);
    }

    private static ObjectNode object(String name, String text) {
        try {
            if (JsonTree.read(JSON, text) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String place = at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
            throw new IllegalArgumentException(name + " is not JSON" + place, e);
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot be read", e);
        }
        throw new IllegalArgumentException(name + " is no JSON object");
    }
}
