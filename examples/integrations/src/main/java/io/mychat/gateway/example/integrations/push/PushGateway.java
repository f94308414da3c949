package io.mychat.gateway.example.integrations.push;

import io.mychat.gateway.auth.PasswordHasher;
import io.mychat.gateway.auth.PasswordVerifier;
import io.mychat.gateway.auth.UserAccounts;
import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.spi.event.GatewayListener;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Set;

/** A gateway that tells a push service when a message has waited for five seconds. */
public final class PushGateway {

    private PushGateway() {}

    /** Argument: the address of the push service. Alice and Bob have the password "secret". */
    public static void main(String[] arguments) throws IOException {
        GatewayServer gateway = start(
                8080,
                8081,
                new PushWebhook(URI.create(arguments[0])),
                Duration.ofSeconds(5),
                System.getenv("JWT_SECRET"));
        Runtime.getRuntime().addShutdownHook(new Thread(gateway::stop));
    }

    static GatewayServer start(int websocketPort, int httpPort, GatewayListener push, Duration patience, String secret)
            throws IOException {
        String hash = new PasswordHasher().hash("secret");
        UserAccounts accounts = UserAccounts.builder()
                .add("alice", "alice", hash, Set.of())
                .add("bob", "bob", hash, Set.of())
                .build();
        PasswordVerifier passwords = accounts.passwordVerifier();
        GatewayServer gateway = GatewayServer.builder()
                .host("127.0.0.1")
                .websocketPort(websocketPort)
                .httpPort(httpPort)
                .setting("auth.jwt_secret", secret)
                .setting("messages.undelivered_after_ms", patience)
                .credentials(passwords)
                .closing(passwords)
                .users(accounts)
                .listener(push)
                .build();
        gateway.start();
        return gateway;
    }
}
