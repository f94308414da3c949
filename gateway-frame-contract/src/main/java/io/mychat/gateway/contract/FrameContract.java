package io.mychat.gateway.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import io.mychat.gateway.testkit.FrameCheck;
import java.util.List;

/**
 * Compares frames with {@code asyncapi.json}. The document allows members that it does not name, so that old clients live
 * with new gateways; here they are faults. Thread-safe.
 */
public final class FrameContract implements FrameCheck {

    /** The commands that a host may answer with a handler of its own. */
    private static final List<Long> REPLACEABLE = List.of(2001L, 2002L);

    private static final AsyncApiDocument DOCUMENT = AsyncApiDocument.read();

    /**
     * A frame of the gateway.
     *
     * @throws AssertionError when it is not as the document describes it
     */
    @Override
    public void check(String text) {
        JsonNode frame = AsyncApiDocument.parse(text);
        boolean isReply = frame.has("code");
        matches(frame, isReply ? "ReplyEnvelope" : "NoticeEnvelope", text);
        String data = frame.path("data").textValue();
        if (isReply && frame.path("code").intValue() != 200) {
            matches(AsyncApiDocument.parse(data), "ErrorData", text);
            return;
        }
        long command = frame.path("cmd_id").longValue();
        DOCUMENT.dataOfServer(command).ifPresent(schema -> {
            JsonNode content = AsyncApiDocument.parse(data);
            if (!isOfTheHost(command, content, schema)) {
                matches(content, schema, text);
            }
        });
    }

    /** A host's own handler of 2001 or 2002 answers what it wants. It is told by an answer without a member of the gateway's. */
    private static boolean isOfTheHost(long command, JsonNode content, String schema) {
        return REPLACEABLE.contains(command)
                && content.properties().stream().noneMatch(member -> DOCUMENT.hasMember(schema, member.getKey()));
    }

    /**
     * A frame of a client.
     *
     * @throws AssertionError when it is not as the document describes it
     */
    public void checkRequest(String text) {
        JsonNode frame = AsyncApiDocument.parse(text);
        matches(frame, "RequestEnvelope", text);
        JsonNode data = frame.path("data");
        JsonNode content = data.isTextual() ? AsyncApiDocument.parse(data.textValue()) : data;
        DOCUMENT.dataOfClient(frame.path("cmd_id").longValue()).ifPresent(schema -> matches(content, schema, text));
    }

    private static void matches(JsonNode value, String name, String text) {
        Schema schema = DOCUMENT.schema(name);
        List<Error> faults = schema.validate(value);
        if (!faults.isEmpty()) {
            throw new AssertionError(text + " is not a " + name + ": " + faults);
        }
    }
}
