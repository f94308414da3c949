package io.mychat.gateway.core.connection;

import io.mychat.gateway.core.config.GatewayConfig;
import java.time.Duration;

/**
 * The time-outs of a connection that are the same for all (protocol.md 1.2).
 *
 * @param authentication the longest time of a connection without a login
 * @param ping the time without input after which the server sends a ping
 * @param pong the longest time until the answer to a ping
 * @param age the age after which a connection is asked to reconnect; zero: never
 * @param lastCommands the longest wait for the commands of a client that leaves
 */
public record TimeoutSettings(
        Duration authentication, Duration ping, Duration pong, Duration age, Duration lastCommands) {

    public static TimeoutSettings of(GatewayConfig config) {
        return new TimeoutSettings(
                config.auth().sessionTimeout(),
                config.server().ping(),
                config.server().pongTimeout(),
                config.server().rollout().maxConnectionAge(),
                config.processing().taskTimeout());
    }
}
