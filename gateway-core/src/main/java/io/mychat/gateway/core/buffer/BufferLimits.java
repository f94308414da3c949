package io.mychat.gateway.core.buffer;

import io.mychat.gateway.core.config.ServerConfig;
import java.time.Duration;

/**
 * The shares of the budget, in bytes (protocol.md section 1.5).
 *
 * @param total all bytes that are buffered for clients ({@code server.max_buffered_bytes})
 * @param user the bytes that are buffered for one user
 * @param unreadTimeout the longest time for which sessions are not read because of the budget
 */
public record BufferLimits(long total, long user, Duration unreadTimeout) {

    private static final int USERS_SHARE = 16;

    /** The least limit of a user: two messages, one that is handled and one that arrives. */
    public static BufferLimits of(ServerConfig config, Duration unreadTimeout) {
        long total = config.bufferedBytes();
        return new BufferLimits(total, Math.max(total / USERS_SHARE, 2L * config.maxMessageBytes()), unreadTimeout);
    }

    /** Beyond this limit, no bytes of clients without a login are buffered. */
    long hard() {
        return total + total / 4;
    }

    /** All logged-in users together: the rest is kept for handshakes and logins. */
    long users() {
        return total - total / 4;
    }

    /** From here on the largest holders of the logged-in users are not read. */
    long pauseAbove() {
        return users() - users() / 8;
    }

    /** From here on they are read again. */
    long resumeBelow() {
        return users() - users() / 4;
    }

    /** Below this limit, the sessions of a user who exceeded the share are read again. */
    long userResumeBelow() {
        return user - user / 4;
    }
}
