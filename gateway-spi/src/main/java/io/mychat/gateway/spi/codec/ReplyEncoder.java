package io.mychat.gateway.spi.codec;

import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.RequestId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the replies on one connection. Thread-safe; does not block.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ReplyEncoder {

    /**
     * Appends a reply. Never fails: {@code data} that is not JSON is sent as a text.
     *
     * @param cmdId the request's command, or 0 when it had none
     * @param requestId repeated with its type; null: the request had none
     * @param at the time of the reply
     */
    void encode(long cmdId, @Nullable RequestId requestId, Reply reply, Instant at, PayloadBuffer into);
}
