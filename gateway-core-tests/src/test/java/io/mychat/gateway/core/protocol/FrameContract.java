package io.mychat.gateway.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.mychat.gateway.testkit.FrameCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Compares frames with {@code asyncapi.json}. The document allows members that it does not name, so that old clients live
 * with new gateways; here they are faults. Thread-safe.
 */
public final class FrameContract implements FrameCheck {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonNode DOCUMENT = read();
    private static final JsonNode STRICT = strict();
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);
    private static final Map<String, Schema> SCHEMAS = new ConcurrentHashMap<>();

    static JsonNode document() {
        return DOCUMENT;
    }

    /** A frame of the gateway. */
    @Override
    public void check(String text) {
        JsonNode frame = json(text);
        boolean isReply = frame.has("code");
        matches(frame, isReply ? "ReplyEnvelope" : "NoticeEnvelope", text);
        if (isReply && frame.path("code").intValue() != 200) {
            matches(json(frame.path("data").textValue()), "ErrorData", text);
            return;
        }
        of(frame)
                .map(command -> schema(command, "reply"))
                .filter(schema -> !schema.isEmpty())
                .ifPresent(schema -> {
                    JsonNode data = json(frame.path("data").textValue());
                    if (!isOfTheHost(frame, data, schema)) {
                        matches(data, schema, text);
                    }
                });
    }

    /** A host's own handler of 2001 or 2002 answers what it wants. It is told by an answer without a member of the gateway's. */
    private static boolean isOfTheHost(JsonNode frame, JsonNode data, String schema) {
        JsonNode members = DOCUMENT.at("/components/schemas/" + schema + "/properties");
        return of(frame).filter(Command::isReplaceable).isPresent()
                && data.properties().stream().noneMatch(member -> members.has(member.getKey()));
    }

    private static Optional<Command> of(JsonNode frame) {
        return Stream.of(Command.values())
                .filter(command -> command.number() == frame.path("cmd_id").longValue())
                .findFirst();
    }

    /** A frame of a client. */
    void checkRequest(String text) {
        JsonNode frame = json(text);
        matches(frame, "RequestEnvelope", text);
        JsonNode data = frame.path("data");
        JsonNode content = data.isTextual() ? json(data.textValue()) : data;
        of(frame).ifPresent(command -> matches(content, schema(command, "request"), text));
    }

    /** The schema of the data of a command: its request, its reply, or the notice of the gateway; empty: any text. */
    private static String schema(Command command, String direction) {
        String message = command.isFromServer() ? nameOf(command) : nameOf(command) + "." + direction;
        JsonNode data =
                DOCUMENT.path("components").path("messages").path(message).at("/payload/allOf/1/properties/data");
        JsonNode text = data.has("oneOf") ? data.at("/oneOf/0") : data;
        String ref = text.at("/contentSchema/$ref").asText();
        return ref.substring(ref.lastIndexOf('/') + 1);
    }

    /** What the document calls a command or a notice. */
    static String nameOf(Command command) {
        return command.isFromServer() ? command.name().toLowerCase(Locale.ROOT) : command.handler();
    }

    private static void matches(JsonNode value, String schema, String text) {
        assertThat(SCHEMAS.computeIfAbsent(schema, FrameContract::load).validate(value))
                .as("%s as %s", text, schema)
                .isEmpty();
    }

    private static Schema load(String name) {
        assertThat(STRICT.at("/components/schemas").has(name)).as(name).isTrue();
        ObjectNode schema = MAPPER.createObjectNode();
        schema.putArray("allOf").addObject().put("$ref", "#/components/schemas/" + name);
        schema.set("components", STRICT.path("components"));
        return REGISTRY.getSchema(schema);
    }

    private static JsonNode strict() {
        JsonNode strict = DOCUMENT.deepCopy();
        for (JsonNode schema : strict.at("/components/schemas")) {
            if (schema.path("type").asText().equals("object")) {
                ((ObjectNode) schema).put("additionalProperties", false);
            }
        }
        return strict;
    }

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    private static JsonNode read() {
        try {
            return MAPPER.readTree(AsyncApi.document());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
