package io.mychat.gateway.spi.codec;

import java.time.Instant;
import java.util.Objects;

/**
 * A message of the server that answers no request: 2003, and 4001 to 4006 (protocol.md 1.3).
 *
 * @param userId the receiver; empty without a login, and the field is then left out
 * @param data JSON text; for a push (4001) it may be any text
 * @param at the time of the notice
 * @since 0.1.0
 */
public record Notice(long cmdId, String userId, String data, Instant at) {

    public Notice {
        Objects.requireNonNull(userId, "userId");
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(at, "at");
    }

    /** Omits the data, which may contain private messages. */
    @Override
    public String toString() {
        return "Notice[cmdId=" + cmdId + ", userId=" + userId + ", data=" + data.length() + " characters, at=" + at
                + "]";
    }
}
