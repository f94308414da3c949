package io.mychat.gateway.core.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;

/**
 * The description of the WebSocket protocol (AsyncAPI 3), made from the table of {@link Command}: each command has its
 * request and its reply there, and each message of the gateway its notice. What the table does not know, the schemas of
 * {@code data}, comes from {@code asyncapi-parts.json}, which has an entry of the command's name.
 *
 * <p>It is written from the gateway's side, as AsyncAPI has it: the gateway receives requests and sends notices.
 */
public final class AsyncApi {

    private static final String PARTS = "asyncapi-parts.json";
    private static final String CHANNEL = "#/channels/connection";
    private static final String SCHEMAS = "#/components/schemas/";
    private static final String ERROR = "error.reply";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JsonNode parts = read();
    private final ObjectNode document = parts.path("document").deepCopy();
    private final ObjectNode schemas = (ObjectNode) document.at("/components/schemas");

    private AsyncApi() {}

    /** Made when it is first asked for, since most gateways are never asked. */
    private static final class Made {

        static final byte[] DOCUMENT = make();

        private static byte[] make() {
            try {
                return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(new AsyncApi().build());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The document, as text of several lines in UTF-8. */
    public static byte[] document() {
        return Made.DOCUMENT.clone();
    }

    private ObjectNode build() {
        for (Command command : Command.values()) {
            if (command.isFromServer()) {
                addNotice(command);
            } else {
                addCommand(command);
            }
        }
        addMessage(ERROR, "A command that has failed.", payload("ReplyEnvelope", "ErrorData"))
                .putObject("code")
                .putObject("not")
                .put("const", 200);
        schemas.setAll((ObjectNode) parts.path("schemas"));
        return document;
    }

    private void addCommand(Command command) {
        String name = command.handler();
        JsonNode part = part(name);
        String type = typeName(name);
        schemas.set(type + "Request", part.path("request"));
        schemas.set(type + "Reply", part.path("reply"));

        ObjectNode operation = operation(name, "receive", part).put("x-level", lowerCase(command.level()));
        refer(operation.putArray("messages"), name + ".request");
        ObjectNode reply = operation.putObject("reply");
        reply.putObject("channel").put("$ref", CHANNEL);
        ArrayNode replies = reply.putArray("messages");
        refer(replies, name + ".reply");
        refer(replies, ERROR);

        String summary = part.path("summary").asText();
        ObjectNode request = addMessage(name + ".request", summary, envelope("RequestEnvelope"));
        request.putObject("cmd_id").put("const", command.number());
        ArrayNode forms = request.putObject("data").putArray("oneOf");
        content(forms.addObject().put("type", "string"), type + "Request");
        forms.addObject().put("$ref", SCHEMAS + type + "Request");

        ObjectNode answer = addMessage(name + ".reply", summary, payload("ReplyEnvelope", type + "Reply"));
        answer.putObject("cmd_id").put("const", command.number());
        answer.putObject("code").put("const", 200);
    }

    private void addNotice(Command command) {
        String name = lowerCase(command);
        JsonNode part = part(name);
        ObjectNode payload = envelope("NoticeEnvelope");
        if (part.has("notice")) {
            schemas.set(typeName(name), part.path("notice"));
            payload = payload("NoticeEnvelope", typeName(name));
        }
        refer(operation(name, "send", part).putArray("messages"), name);
        addMessage(name, part.path("summary").asText(), payload)
                .putObject("cmd_id")
                .put("const", command.number());
    }

    private ObjectNode operation(String name, String action, JsonNode part) {
        ObjectNode operation = document.withObject("/operations").putObject(name);
        operation.put("action", action).put("summary", part.path("summary").asText());
        operation.putObject("channel").put("$ref", CHANNEL);
        return operation;
    }

    private static void refer(ArrayNode messages, String name) {
        messages.addObject().put("$ref", CHANNEL + "/messages/" + name);
    }

    /** Returns the properties of the payload. */
    private ObjectNode addMessage(String name, String summary, ObjectNode payload) {
        document.withObject("/components/messages")
                .putObject(name)
                .put("name", name)
                .put("summary", summary)
                .set("payload", payload);
        ((ObjectNode) document.at("/channels/connection/messages"))
                .putObject(name)
                .put("$ref", "#/components/messages/" + name);
        return (ObjectNode) payload.at("/allOf/1/properties");
    }

    private static ObjectNode envelope(String name) {
        ObjectNode payload = JSON.createObjectNode();
        ArrayNode all = payload.putArray("allOf");
        all.addObject().put("$ref", SCHEMAS + name);
        all.addObject().putObject("properties");
        return payload;
    }

    private static ObjectNode payload(String envelope, String data) {
        ObjectNode payload = envelope(envelope);
        content(((ObjectNode) payload.at("/allOf/1/properties")).putObject("data"), data);
        return payload;
    }

    private static void content(ObjectNode text, String schema) {
        text.put("contentMediaType", "application/json");
        text.putObject("contentSchema").put("$ref", SCHEMAS + schema);
    }

    private JsonNode part(String name) {
        JsonNode part = parts.path("commands").path(name);
        if (part.isMissingNode()) {
            throw new IllegalStateException(PARTS + " has no entry " + name);
        }
        return part;
    }

    /** Such as {@code MessageSend} of {@code message_send}. */
    private static String typeName(String name) {
        StringBuilder type = new StringBuilder();
        for (String word : name.split("_", -1)) {
            type.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
        }
        return type.toString();
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static JsonNode read() {
        try (InputStream stream = AsyncApi.class.getResourceAsStream(PARTS)) {
            if (stream == null) {
                throw new IllegalStateException(PARTS + " is missing in the jar");
            }
            return JSON.readTree(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
