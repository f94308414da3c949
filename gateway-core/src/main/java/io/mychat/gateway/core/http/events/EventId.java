package io.mychat.gateway.core.http.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.protocol.Command;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a client has come in its inbox, as the id of an event: {@code epoch:inbox_seq}. A browser shows the last one as
 * {@code Last-Event-ID} when it connects again.
 *
 * @param lastSeq the last entry that the client has
 */
record EventId(String epoch, long lastSeq) {

    private static final Pattern TEXT = Pattern.compile("([!-~]{1,128}):([0-9]{1,18})");
    private static final byte[] PREFIX = "{\"cmd_id\":".getBytes(StandardCharsets.US_ASCII);
    private static final Set<Long> OPENING =
            Set.of(Command.LOGIN.number(), Command.TOKEN_VERIFY.number(), Command.INBOX_LOSS.number());

    /** Empty when the text is no id. */
    static Optional<EventId> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new EventId(matcher.group(1), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    /**
     * The id of a message to a client: of a delivery its own place, and of a login and of the notice of a loss the place
     * before the next delivery. Empty for other messages.
     */
    static Optional<EventId> of(byte[] message, Json json) {
        long command = command(message);
        boolean isDelivery = command == Command.MESSAGE_DELIVERED.number();
        if (!isDelivery && !OPENING.contains(command)) {
            return Optional.empty();
        }
        Optional<ObjectNode> data = json.readObject(message)
                .flatMap(envelope -> json.readObject(envelope.path("data").asText()));
        if (data.isEmpty()) {
            return Optional.empty();
        }
        JsonNode place = data.get().has("resume") ? data.get().path("resume") : data.get();
        long seq = place.path(isDelivery ? "inbox_seq" : "from_seq").asLong(-1);
        return parse(place.path("epoch").asText() + ":" + (isDelivery ? seq : seq - 1));
    }

    /** The command of an encoded message, which begins with it; 0 when it does not. */
    private static long command(byte[] message) {
        int at = PREFIX.length;
        if (message.length < at || !Arrays.equals(message, 0, at, PREFIX, 0, at)) {
            return 0;
        }
        long number = 0;
        while (at < message.length && message[at] >= '0' && message[at] <= '9' && number < Integer.MAX_VALUE) {
            number = 10 * number + message[at] - '0';
            at++;
        }
        return number;
    }

    @Override
    public String toString() {
        return epoch + ":" + lastSeq;
    }
}
