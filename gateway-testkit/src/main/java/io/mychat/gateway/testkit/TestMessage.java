package io.mychat.gateway.testkit;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A message from the gateway (protocol.md 1.1).
 *
 * @param envelope the whole of it
 * @param data what its {@code data} string holds, parsed
 */
public record TestMessage(JsonNode envelope, JsonNode data) {

    public long cmdId() {
        return envelope.path("cmd_id").asLong();
    }

    /** The code of a reply or notice; 0 where there is none. */
    public int code() {
        return envelope.path("code").asInt();
    }

    /** The text that goes with the code; empty where there is none. */
    public String message() {
        return envelope.path("message").asText();
    }

    /** The machine-readable reason of an error reply; empty where there is none. */
    public String error() {
        return data.path("error").asText();
    }

    /** A text field of {@code data}; empty where there is none. */
    public String text(String field) {
        return data.path(field).asText();
    }
}
