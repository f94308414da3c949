package io.mychat.gateway.system.cluster;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.Sensitivity;
import io.mychat.gateway.system.LiveGateway;
import java.util.Map;

/**
 * Builds the nodes of these tests: a {@link LiveGateway} whose commands {@link #NORMAL} and {@link #SENSITIVE} answer at once.
 * Failed logins have limits, so that a login asks Redis for everything that it asks for in real life.
 */
final class ClusterGateway {

    static final String PASSWORD = LiveGateway.PASSWORD;
    static final long NORMAL = 7001;
    static final long SENSITIVE = 7002;

    private ClusterGateway() {}

    static GatewayBuilder builder(String nodeId, Map<String, ?> more) {
        GatewayBuilder builder = LiveGateway.builder()
                .setting("server.node_id", nodeId)
                .setting("server.drain_seconds", 1)
                .setting("security.failed_logins_per_minute.user_and_address", 10_000)
                .setting("security.failed_logins_per_minute.address", 10_000)
                .setting("security.failed_logins_per_minute.user", 10_000)
                .setting("security.failed_logins_per_minute.credentials", 10_000)
                .handler(echo(NORMAL, Sensitivity.NORMAL))
                .handler(echo(SENSITIVE, Sensitivity.SENSITIVE));
        more.forEach(builder::setting);
        return builder;
    }

    private static HandlerDefinition echo(long cmdId, Sensitivity sensitivity) {
        return HandlerDefinition.blocking("echo_" + cmdId, (message, context) -> Reply.ok(message.data()))
                .command(cmdId)
                .sensitivity(sensitivity)
                .build();
    }
}
