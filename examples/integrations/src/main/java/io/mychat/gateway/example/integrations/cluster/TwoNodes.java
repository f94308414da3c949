package io.mychat.gateway.example.integrations.cluster;

import io.mychat.gateway.auth.PasswordHasher;
import io.mychat.gateway.auth.PasswordVerifier;
import io.mychat.gateway.auth.UserAccounts;
import io.mychat.gateway.core.GatewayServer;
import java.io.IOException;
import java.util.Set;

/**
 * Two gateways in one JVM that are one cluster; on two machines each would be a program of its own. All nodes have the same Redis, the
 * same users and the same secret, and each has a {@code server.node_id} of its own.
 */
public final class TwoNodes {

    private TwoNodes() {}

    /** Needs a Redis on 127.0.0.1:6379. Alice and Bob have the password "secret". */
    public static void main(String[] arguments) throws IOException {
        String hash = new PasswordHasher().hash("secret");
        UserAccounts accounts = UserAccounts.builder()
                .add("alice", "alice", hash, Set.of())
                .add("bob", "bob", hash, Set.of())
                .build();
        String secret = System.getenv("JWT_SECRET");
        GatewayServer first = start("n1", 8080, 8081, 6379, accounts, secret);
        GatewayServer second = start("n2", 8082, 8083, 6379, accounts, secret);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            first.stop();
            second.stop();
        }));
    }

    static GatewayServer start(
            String nodeId, int websocketPort, int httpPort, int redisPort, UserAccounts accounts, String secret)
            throws IOException {
        PasswordVerifier passwords = accounts.passwordVerifier();
        GatewayServer gateway = GatewayServer.builder()
                .host("127.0.0.1")
                .websocketPort(websocketPort)
                .httpPort(httpPort)
                .setting("server.node_id", nodeId)
                .setting("auth.jwt_secret", secret)
                .setting("redis.host", "127.0.0.1")
                .setting("redis.port", redisPort)
                .credentials(passwords)
                .closing(passwords)
                .users(accounts)
                .build();
        gateway.start();
        return gateway;
    }
}
