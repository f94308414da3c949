package io.mychat.gateway.system.cluster;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.spi.auth.CredentialVerdict;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.Sensitivity;
import io.mychat.gateway.spi.session.UserInfo;
import java.util.Map;
import java.util.Set;

/**
 * How these tests build a node: everybody's password is {@link #PASSWORD}, whoever is called {@code root…} is an administrator, {@link #NORMAL}
 * and {@link #SENSITIVE} answer at once, no rate is limited. The failed-login limits stay, so that a login asks Redis for
 * everything that it asks for in real life.
 */
final class ClusterGateway {

    static final String PASSWORD = "correct horse";
    static final long NORMAL = 7001;
    static final long SENSITIVE = 7002;

    private ClusterGateway() {}

    static GatewayBuilder builder(String nodeId, Map<String, ?> more) {
        GatewayBuilder builder = GatewayServer.builder()
                .host("127.0.0.1")
                .websocketPort(0)
                .httpPort(0)
                .setting("server.node_id", nodeId)
                .setting("server.drain_seconds", 1)
                .setting("auth.jwt_secret", "a secret of these tests, and long enough")
                .setting("security.messages_per_second", 0)
                .setting("security.user_messages_per_second", 0)
                .setting("security.user_bytes_per_second", 0)
                .setting("security.failed_logins_per_minute.user_and_address", 10_000)
                .setting("security.failed_logins_per_minute.address", 10_000)
                .setting("security.failed_logins_per_minute.user", 10_000)
                .setting("security.failed_logins_per_minute.credentials", 10_000)
                .credentials(ClusterGateway::check)
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

    private static CredentialVerdict check(String username, String password) {
        return password.equals(PASSWORD) && UserInfo.isValidUserId(username)
                ? new CredentialVerdict.Accepted(
                        new UserInfo(username, username, username.startsWith("root") ? Set.of("admin") : Set.of()))
                : new CredentialVerdict.Rejected();
    }
}
