package io.mychat.gateway.redis.chat.record;

import io.mychat.gateway.redis.client.RedisReply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a chat or an inbox as Redis gives it: named by its number and the time of its arrival, with the
 * message's id ({@code i}), its record ({@code m}), in a chat the sender's own id ({@code c}) where there is one, and in an
 * inbox its number in its chat ({@code n}).
 */
public record StoredEntry(long number, long arrivalMillis, Map<String, String> fields) {

    /** Reads one; empty when it is none. */
    public static Optional<StoredEntry> parse(@Nullable Object raw) {
        if (!(raw instanceof List<?> entry) || entry.size() != 2 || !(entry.get(1) instanceof List<?> pairs)) {
            return Optional.empty();
        }
        List<String> texts = RedisReply.texts(pairs);
        Map<String, String> fields = new HashMap<>();
        for (int i = 0; i + 1 < texts.size(); i += 2) {
            fields.put(texts.get(i), texts.get(i + 1));
        }
        String id = RedisReply.text(entry.get(0));
        long arrival = number(id.substring(id.indexOf('-') + 1)).orElse(0L);
        return number(id).map(number -> new StoredEntry(number, arrival, fields));
    }

    /** The name of the entry in Redis. */
    public String id() {
        return number + "-" + arrivalMillis;
    }

    public String messageId() {
        return fields.getOrDefault("i", "");
    }

    public String record() {
        return fields.getOrDefault("m", "");
    }

    /** The sender's own id of the message, or null. */
    public @Nullable String clientMsgId() {
        return fields.get("c");
    }

    /** The message's number in its chat; empty when it has none. */
    public Optional<Long> chatNumber() {
        return number(fields.getOrDefault("n", ""));
    }

    private static Optional<Long> number(String text) {
        int end = text.indexOf('-');
        try {
            return Optional.of(Long.parseLong(end < 0 ? text : text.substring(0, end)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
