package io.mychat.gateway.client;

import io.mychat.gateway.client.data.UserInfo;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What the client does at present.
 *
 * @since 0.1.0
 */
public sealed interface ClientState {

    /** In one word, such as {@code online}. */
    String status();

    /**
     * Opens a connection.
     *
     * @since 0.1.0
     */
    record Connecting() implements ClientState {
        @Override
        public String status() {
            return "connecting";
        }
    }

    /**
     * Logs in.
     *
     * @since 0.1.0
     */
    record Authenticating() implements ClientState {
        @Override
        public String status() {
            return "authenticating";
        }
    }

    /**
     * Is logged in.
     *
     * @since 0.1.0
     */
    record Online(UserInfo user, String sessionId, String deviceId) implements ClientState {
        @Override
        public String status() {
            return "online";
        }
    }

    /**
     * Waits to connect again.
     *
     * @param retryInMs how long, in milliseconds
     * @param code the close code of the connection that ended, if one did
     * @since 0.1.0
     */
    record Waiting(long retryInMs, OptionalInt code) implements ClientState {
        @Override
        public String status() {
            return "waiting";
        }
    }

    /**
     * Connects no more by itself.
     *
     * @param error what the gateway has said, if it has
     * @since 0.1.0
     */
    record Stopped(StopReason reason, @Nullable GatewayException error) implements ClientState {
        @Override
        public String status() {
            return "stopped";
        }
    }
}
