package io.mychat.gateway.core.http.events;

import io.mychat.gateway.spi.transport.CloseReason;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Writes server-sent events (HTML standard, section 9.2). */
final class EventFormat {

    /** What a browser waits before it connects again by itself, in milliseconds. */
    private static final int RETRY_MILLIS = 3000;

    private static final byte[] DATA = bytes("data: ");
    private static final byte[] END = bytes("\n\n");

    /** A comment, which every client ignores and every proxy passes on. */
    static final byte[] COMMENT = bytes(": \n\n");

    private EventFormat() {}

    /** The first event of a stream. */
    static byte[] opened(String key) {
        return bytes("retry: " + RETRY_MILLIS + "\nevent: open\ndata: {\"session_key\":\"" + key + "\"}\n\n");
    }

    /** A message of the gateway, as on a WebSocket. */
    static byte[] message(byte[] payload, Optional<EventId> id) {
        ByteArrayOutputStream event = new ByteArrayOutputStream(payload.length + 64);
        id.ifPresent(place -> event.writeBytes(bytes("id: " + place + "\n")));
        event.writeBytes(DATA);
        int from = 0;
        for (int at = 0; at < payload.length; at++) {
            if (payload[at] == '\n' || payload[at] == '\r') { // between the members of JSON, never inside a text
                event.write(payload, from, at - from);
                event.write('\n');
                event.writeBytes(DATA);
                from = at + 1;
            }
        }
        event.write(payload, from, payload.length - from);
        event.writeBytes(END);
        return event.toByteArray();
    }

    /** The last event of a stream, with what is the close frame of a WebSocket. */
    static byte[] closed(CloseReason reason) {
        return bytes("event: close\ndata: {\"code\":" + reason.code() + ",\"reason\":\"" + reason.text() + "\"}\n\n");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
