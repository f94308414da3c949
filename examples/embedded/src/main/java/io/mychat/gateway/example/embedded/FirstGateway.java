package io.mychat.gateway.example.embedded;

// snippet: first
import io.mychat.gateway.auth.PasswordHasher;
import io.mychat.gateway.auth.UserAccounts;
import io.mychat.gateway.core.GatewayServer;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** A gateway for one user, alice, with one command of its own: 5001 greets. */
public final class FirstGateway {

    private FirstGateway() {}

    /** The data of 5001: {"name":"world"}. */
    public record Greeting(String name) {}

    public static void main(String[] arguments) throws IOException {
        GatewayServer gateway = start(8080, 8081);
        Runtime.getRuntime().addShutdownHook(new Thread(gateway::stop));
    }

    static GatewayServer start(int websocketPort, int httpPort) throws IOException {
        UserAccounts accounts = UserAccounts.builder()
                .add("alice", "alice", new PasswordHasher().hash("secret"), Set.of())
                .build();
        GatewayServer gateway = GatewayServer.builder()
                .host("127.0.0.1") // this machine only
                .websocketPort(websocketPort)
                .httpPort(httpPort)
                // Signs the tokens. A random one logs everybody out at a restart; yours comes from where you keep
                // secrets.
                .setting("auth.jwt_secret", UUID.randomUUID().toString())
                .accounts(accounts)
                .handler(
                        5001,
                        Greeting.class,
                        (greeting, message, context) ->
                                Map.of("text", "Hello " + greeting.name() + ", says " + message.userId()))
                .build();
        gateway.start();
        return gateway;
    }
}
// end
