package io.mychat.gateway.core.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.codec.MessageEncoder;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.LogText;
import io.mychat.gateway.spi.session.DeviceKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One line of the audit: a JSON object with escaped texts, so that no text imitates a field or a line. Filled by one
 * thread, and then not changed any more.
 */
final class AuditLine {

    /** The longest text, in Unicode characters. */
    private static final int MAX_TEXT = 500;

    private static final int MAX_ITEMS = 50;
    private static final int USUAL_FIELDS = 7;

    private final Instant at;
    private final String event;
    /** Names and values in turns; the rest is null. Written as text only where somebody reads it. */
    private @Nullable Object[] fields = new Object[USUAL_FIELDS * 2];

    private int used;

    AuditLine(Instant at, String event) {
        this.at = at;
        this.event = event;
    }

    /** Adds a text. An empty text is omitted. */
    AuditLine with(String name, String text) {
        return text.isEmpty() ? this : put(name, cut(text));
    }

    AuditLine with(String name, Optional<String> text) {
        return with(name, text.orElse(""));
    }

    AuditLine with(String name, long number) {
        return put(name, number);
    }

    AuditLine with(String name, boolean flag) {
        return put(name, flag);
    }

    /** Adds the first fifty texts and the number of the others. */
    AuditLine with(String name, List<String> texts) {
        put(name, texts.stream().limit(MAX_ITEMS).map(AuditLine::cut).toList());
        return texts.size() > MAX_ITEMS ? with(name + "_left_out", texts.size() - MAX_ITEMS) : this;
    }

    private AuditLine put(String name, Object value) {
        if (used == fields.length) {
            fields = Arrays.copyOf(fields, used * 2);
        }
        fields[used++] = name;
        fields[used++] = value;
        return this;
    }

    AuditLine with(DeviceKey device) {
        return with("platform", device.platform()).with("device_id", device.deviceId());
    }

    AuditLine with(GatewayEvent.Addressee whom) {
        return with("user_id", whom.userId()).with("platform", whom.platform()).with("device_id", whom.deviceId());
    }

    private static String cut(String text) {
        return text.length() <= MAX_TEXT || text.codePointCount(0, text.length()) <= MAX_TEXT
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MAX_TEXT)) + "…";
    }

    @Override
    public String toString() {
        ObjectNode line = JsonNodeFactory.instance
                .objectNode()
                .put("at", MessageEncoder.rfc3339(at))
                .put("event", event);
        for (int i = 0; i < used; i += 2) {
            String name = String.valueOf(fields[i]);
            Object value = fields[i + 1];
            if (value instanceof Long number) {
                line.put(name, number);
            } else if (value instanceof Boolean flag) {
                line.put(name, flag);
            } else if (value instanceof List<?> texts) {
                ArrayNode array = line.putArray(name);
                texts.forEach(text -> array.add(String.valueOf(text)));
            } else {
                line.put(name, String.valueOf(value));
            }
        }
        return LogText.escaped(line.toString());
    }
}
