package io.mychat.gateway.example.embedded;

import io.mychat.gateway.auth.UserAccounts;
import io.mychat.gateway.core.GatewayServer;
import java.io.IOException;
import java.util.Set;

/** The example of the README: a gateway inside another program. */
public final class EmbeddedGateway {

    private EmbeddedGateway() {}

    public static void main(String[] args) throws IOException {
        GatewayServer gateway = start(8080, 8081, System.getenv("ALICE_HASH"), System.getenv("JWT_SECRET"));
        Runtime.getRuntime().addShutdownHook(new Thread(gateway::stop));
    }

    /**
     * Starts a gateway for one user, alice.
     *
     * @param aliceHash the output of {@code gateway-standalone.jar hash-password} for her password
     * @param secret signs the tokens; at least 32 bytes
     */
    static GatewayServer start(int websocketPort, int httpPort, String aliceHash, String secret) throws IOException {
        // snippet: embed
        UserAccounts accounts = UserAccounts.builder()
                .add("alice", "alice", aliceHash, Set.of()) // id, name, hash, roles
                .build();
        GatewayServer gateway = GatewayServer.builder()
                .host("127.0.0.1") // this machine only; the default is every address
                .websocketPort(websocketPort)
                .httpPort(httpPort)
                .setting("auth.jwt_secret", secret) // at least 32 bytes
                .accounts(accounts)
                .handler(OrderStatusHandler.definition())
                .build();
        gateway.start();
        gateway.pushMessageToUser("alice", "{\"hello\":\"from the host\"}");
        // end
        return gateway;
    }
}
