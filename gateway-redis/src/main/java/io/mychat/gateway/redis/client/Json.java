package io.mychat.gateway.redis.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.Optional;

/**
 * The format of stored values and bus messages: JSON objects with their version in {@code v}. Readers accept the
 * previous version, and the known fields of a newer one, so that gateways of two releases can share a Redis; a newer
 * version only adds fields.
 */
public final class Json {

    /** The version that is written. */
    public static final int VERSION = 1;

    /** Buffers that are kept, of some 20 KB each, and not by thread: a virtual thread is too short-lived for that. */
    private static final int BUFFERS = 64;

    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.newBoundedPool(BUFFERS))
            .build());

    private Json() {}

    /** An object with its version. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode().put("v", VERSION);
    }

    public static String text(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node); // node.toString() would not take the buffers of this pool
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree could not be written", e);
        }
    }

    /** A text as a string of JSON, with its quotation marks. */
    public static String quoted(String text) {
        return text(TextNode.valueOf(text));
    }

    /** Reads an object; empty when it is none, or of a version that is too old. */
    public static Optional<JsonNode> read(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            int version = node == null || !node.isObject() ? -1 : node.path("v").asInt(-1);
            return isReadable(version) ? Optional.of(node) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** Whether a value of this version is not too old; -1: it has none. */
    public static boolean isReadable(int version) {
        return version >= VERSION - 1 && version >= 0;
    }

    /** For {@link JsonMembers}. */
    static JsonParser parser(String text) throws IOException {
        return MAPPER.createParser(text);
    }
}
