package io.mychat.gateway.core.handler.host;

import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.message.Reply;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes replies of the results of handlers, and refuses those that a client could not read: the client gets 500, and the
 * log names the handler. Thread-safe.
 */
final class ReplyCheck {

    private static final Logger log = LoggerFactory.getLogger(ReplyCheck.class);

    private static final Reply UNUSABLE = Reply.failure(
            ErrorCode.INTERNAL_SERVER_ERROR, "internal_error", "The gateway could not handle this message.");

    private final Json json;
    private final PayloadReader payloads;
    private final int maxBytes;

    /** @param maxBytes the longest encoded data of a reply */
    ReplyCheck(Json json, PayloadReader payloads, int maxBytes) {
        this.json = json;
        this.payloads = payloads;
        this.maxBytes = maxBytes;
    }

    /** The reply for a result of a {@link io.mychat.gateway.spi.message.PayloadHandler}. */
    Reply of(@Nullable Object result) {
        if (result == null) {
            return Reply.ok();
        }
        return result instanceof Reply reply ? reply : Reply.ok(payloads.write(result));
    }

    /** The reply, if a client can read it. */
    Reply check(String handler, @Nullable Reply reply) {
        if (reply == null) {
            log.warn("Handler {} returned null", handler);
            return UNUSABLE;
        }
        long bytes = encodedBytes(reply.data());
        if (bytes > maxBytes) {
            log.error(
                    "Handler {} returned a reply of {} bytes; {} fit into processing.max_outbound_bytes",
                    handler,
                    bytes,
                    maxBytes);
            return UNUSABLE;
        }
        if (!json.isJson(reply.data())) {
            log.error("Handler {} returned a reply whose data is not JSON: a text needs quotes around it", handler);
            return UNUSABLE;
        }
        return reply;
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
