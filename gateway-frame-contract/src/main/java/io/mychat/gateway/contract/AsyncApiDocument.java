package io.mychat.gateway.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The description of the protocol, {@code docs/schema/asyncapi.json}. Its schemas refuse members that they do not name.
 * Thread-safe.
 */
final class AsyncApiDocument {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);
    private static final String REQUEST = ".request";
    private static final String IN_DOCUMENT = "#/components/schemas/";

    /** Where a schema of its own keeps them: the validator warns of a keyword that JSON Schema does not know. */
    private static final String IN_SCHEMA = "#/definitions/";

    private final JsonNode document;
    private final Map<Long, String> ofServer = new HashMap<>();
    private final Map<Long, String> ofClient = new HashMap<>();
    private final Map<String, Schema> loaded = new ConcurrentHashMap<>();

    private AsyncApiDocument(JsonNode document) {
        this.document = document;
        for (JsonNode schema : document.at("/components/schemas")) {
            if (schema.path("type").asText().equals("object")) {
                ((ObjectNode) schema).put("additionalProperties", false);
            }
        }
        document.at("/components/messages").properties().forEach(message -> {
            JsonNode properties = message.getValue().at("/payload/allOf/1/properties");
            if (properties.at("/cmd_id/const").isIntegralNumber()) {
                (message.getKey().endsWith(REQUEST) ? ofClient : ofServer)
                        .put(properties.at("/cmd_id/const").longValue(), schemaOf(properties.path("data")));
            }
        });
    }

    static AsyncApiDocument read() {
        try (InputStream in = AsyncApiDocument.class.getResourceAsStream("asyncapi.json")) {
            byte[] text = Objects.requireNonNull(in, "asyncapi.json").readAllBytes();
            return new AsyncApiDocument(
                    MAPPER.readTree(new String(text, StandardCharsets.UTF_8).replace(IN_DOCUMENT, IN_SCHEMA)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads JSON.
     *
     * @throws AssertionError when it is none
     */
    static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    /** The schema of the data of a command's successful reply or of a notice; empty: any text, or an unknown command. */
    Optional<String> dataOfServer(long command) {
        return Optional.ofNullable(ofServer.get(command)).filter(schema -> !schema.isEmpty());
    }

    /** The schema of the data of a command; empty: any text, or an unknown command. */
    Optional<String> dataOfClient(long command) {
        return Optional.ofNullable(ofClient.get(command)).filter(schema -> !schema.isEmpty());
    }

    boolean hasMember(String schema, String member) {
        return document.at("/components/schemas/" + schema + "/properties").has(member);
    }

    /**
     * A schema of the document.
     *
     * @throws IllegalArgumentException when the document does not have it
     */
    Schema schema(String name) {
        return loaded.computeIfAbsent(name, this::load);
    }

    private Schema load(String name) {
        if (!document.at("/components/schemas").has(name)) {
            throw new IllegalArgumentException("asyncapi.json has no schema '" + name + "'");
        }
        ObjectNode schema = MAPPER.createObjectNode();
        schema.putArray("allOf").addObject().put("$ref", IN_SCHEMA + name);
        schema.set("definitions", document.at("/components/schemas"));
        return REGISTRY.getSchema(schema);
    }

    private static String schemaOf(JsonNode data) {
        JsonNode text = data.has("oneOf") ? data.at("/oneOf/0") : data;
        String reference = text.at("/contentSchema/$ref").asText();
        return reference.substring(reference.lastIndexOf('/') + 1);
    }
}
