package io.mychat.gateway.example.embedded;

import io.mychat.gateway.auth.UserAccounts;
import io.mychat.gateway.core.GatewayServer;
import java.util.Set;

/** The README's ten lines: a gateway inside another program. */
public final class EmbeddedGateway {

    private EmbeddedGateway() {}

    public static void main(String[] args) throws Exception {
        // snippet: embed
        String alice = System.getenv("ALICE_HASH"); // made by: gateway-standalone.jar hash-password
        UserAccounts accounts =
                UserAccounts.builder().add("alice", "alice", alice, Set.of()).build();
        GatewayServer gateway = GatewayServer.builder()
                .websocketPort(8080)
                .httpPort(8081)
                .setting("auth.jwt_secret", System.getenv("JWT_SECRET")) // at least 32 bytes
                .credentials(accounts.passwordVerifier())
                .users(accounts)
                .handler(OrderStatusHandler.definition())
                .build();
        gateway.start();
        gateway.pushMessageToUser("alice", "{\"hello\":\"from the host\"}");
        // end
        Runtime.getRuntime().addShutdownHook(new Thread(gateway::stop));
    }
}
