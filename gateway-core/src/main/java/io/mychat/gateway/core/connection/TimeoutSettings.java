package io.mychat.gateway.core.connection;

import io.mychat.gateway.core.config.GatewayConfig;
import java.time.Duration;

/**
 * The time-outs of a connection that are the same for all (protocol.md 1.2).
 *
 * @param authentication how long a connection may stay without login
 * @param ping after how long without any sign of life the server pings
 * @param pong how long the answer may take
 */
public record TimeoutSettings(Duration authentication, Duration ping, Duration pong) {

    public static TimeoutSettings of(GatewayConfig config) {
        return new TimeoutSettings(
                config.auth().sessionTimeout(),
                config.server().ping(),
                config.server().pongTimeout());
    }
}
