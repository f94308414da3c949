package io.mychat.gateway.core.audit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.codec.MessageEncoder;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.LogText;
import io.mychat.gateway.spi.session.DeviceKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One line of the audit: a JSON object with escaped texts, so that no text imitates a field or a line. Used once, by
 * one thread.
 */
final class AuditLine {

    /** The longest text, in Unicode characters. */
    private static final int MAX_TEXT = 500;

    private static final int MAX_ITEMS = 50;

    private final ObjectNode fields = JsonNodeFactory.instance.objectNode();

    AuditLine(Instant at, String event) {
        fields.put("at", MessageEncoder.rfc3339(at)).put("event", event);
    }

    /** Adds a text. An empty text is omitted. */
    AuditLine with(String name, String text) {
        if (!text.isEmpty()) {
            fields.put(name, cut(text));
        }
        return this;
    }

    AuditLine with(String name, Optional<String> text) {
        return with(name, text.orElse(""));
    }

    AuditLine with(String name, long number) {
        fields.put(name, number);
        return this;
    }

    AuditLine with(String name, boolean flag) {
        fields.put(name, flag);
        return this;
    }

    /** Adds the first fifty texts and the number of the others. */
    AuditLine with(String name, List<String> texts) {
        texts.stream().limit(MAX_ITEMS).map(AuditLine::cut).forEach(fields.withArray(name)::add);
        return texts.size() > MAX_ITEMS ? with(name + "_left_out", texts.size() - MAX_ITEMS) : this;
    }

    AuditLine with(DeviceKey device) {
        return with("platform", device.platform()).with("device_id", device.deviceId());
    }

    AuditLine with(GatewayEvent.Addressee whom) {
        return with("user_id", whom.userId()).with("platform", whom.platform()).with("device_id", whom.deviceId());
    }

    private static String cut(String text) {
        return text.codePointCount(0, text.length()) <= MAX_TEXT
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MAX_TEXT)) + "…";
    }

    @Override
    public String toString() {
        return LogText.escaped(fields.toString());
    }
}
