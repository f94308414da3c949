package io.mychat.gateway.core.handler.host;

import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.protocol.ErrorReplies;
import io.mychat.gateway.spi.event.RateLimitedLogs;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.time.TimeSource;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes replies of the results of handlers, and refuses those that a client could not read: the client gets 500, and the
 * log names the handler, once a minute. Thread-safe.
 */
final class ReplyCheck {

    private static final Logger log = LoggerFactory.getLogger(ReplyCheck.class);

    /** A UTF-16 unit is up to six bytes of JSON, as a control character is. */
    private static final int MOST_BYTES_OF_A_UNIT = 6;

    private final Json json;
    private final PayloadReader payloads;
    private final int maxBytes;
    private final RateLimitedLogs refused;
    private final RateLimitedLogs missing;

    /** @param maxBytes the longest encoded data of a reply */
    ReplyCheck(Json json, PayloadReader payloads, int maxBytes, TimeSource time) {
        this.json = json;
        this.payloads = payloads;
        this.maxBytes = maxBytes;
        this.refused = new RateLimitedLogs(log::error, time);
        this.missing = new RateLimitedLogs(log::warn, time);
    }

    /** The reply for a result of a {@link io.mychat.gateway.spi.message.PayloadHandler}. */
    Reply of(String handler, @Nullable Object result) {
        if (result == null) {
            return Reply.ok();
        }
        if (result instanceof Reply reply) {
            return check(handler, reply);
        }
        // What has just been written is JSON.
        Reply written = Reply.ok(payloads.write(result));
        return isTooLong(written) ? tooLong(handler, written) : written;
    }

    /** The reply, if a client can read it. */
    Reply check(String handler, @Nullable Reply reply) {
        if (reply == null) {
            return refuse(missing, handler, "null");
        }
        if (isTooLong(reply)) {
            return tooLong(handler, reply);
        }
        if (!json.isJson(reply.data())) {
            return refuse(
                    refused,
                    handler,
                    "a reply whose data is not JSON (a text needs quotes around it), or is nested deeper than"
                            + " server.max_json_depth");
        }
        return reply;
    }

    private boolean isTooLong(Reply reply) {
        String data = reply.data();
        return (long) data.length() * MOST_BYTES_OF_A_UNIT > maxBytes && encodedBytes(data) > maxBytes;
    }

    private Reply tooLong(String handler, Reply reply) {
        return refuse(
                refused,
                handler,
                "a reply of " + encodedBytes(reply.data()) + " bytes; " + maxBytes
                        + " fit into processing.max_outbound_bytes");
    }

    private static Reply refuse(RateLimitedLogs logs, String handler, String what) {
        logs.of(handler).log("Handler " + handler + " returned " + what);
        return ErrorReplies.INTERNAL;
    }

    /** The bytes of the text as a JSON string. */
    private static long encodedBytes(String data) {
        long bytes = data.getBytes(StandardCharsets.UTF_8).length;
        for (int i = 0; i < data.length(); i++) {
            char c = data.charAt(i);
            if (c == '"' || c == '\\') {
                bytes++;
            } else if (c < 0x20) {
                bytes += c == '\n' || c == '\r' || c == '\t' ? 1 : 5;
            }
        }
        return bytes;
    }
}
