package io.mychat.gateway.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * A message from the gateway (protocol.md 1.1).
 *
 * @param envelope the whole message
 * @param data the parsed content of its {@code data} string
 * @since 0.1.0
 */
public record TestMessage(JsonNode envelope, JsonNode data) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * Reads a message of the gateway.
     *
     * @throws AssertionError when it is no JSON
     */
    public static TestMessage parse(String text) {
        try {
            JsonNode envelope = JSON.readTree(text);
            return new TestMessage(envelope, JSON.readTree(envelope.path("data").asText("{}")));
        } catch (JsonProcessingException e) {
            throw new AssertionError("the gateway sent invalid JSON: " + text, e);
        }
    }

    /**
     * Checks the code.
     *
     * @return this message
     * @throws AssertionError with the whole message, when it has another code
     */
    public TestMessage expect(int code) {
        if (code() != code) {
            throw new AssertionError("expected code " + code + ", but this came: " + this);
        }
        return this;
    }

    public long cmdId() {
        return envelope.path("cmd_id").asLong();
    }

    /** The code; 0 without one. */
    public int code() {
        return envelope.path("code").asInt();
    }

    /** The text of the code; empty without one. */
    public String message() {
        return envelope.path("message").asText();
    }

    /** The machine-readable reason of an error reply; empty for other messages. */
    public String error() {
        return data.path("error").asText();
    }

    /** A text field of {@code data}; empty when it is absent. */
    public String text(String field) {
        return data.path(field).asText();
    }

    /** The envelope as JSON. */
    @Override
    public String toString() {
        return envelope.toString();
    }
}
