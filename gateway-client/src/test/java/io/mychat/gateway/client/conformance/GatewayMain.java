package io.mychat.gateway.client.conformance;

import io.mychat.gateway.auth.UserAccounts;
import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.core.GatewayServer;
import java.util.List;
import java.util.Set;

/** The gateway that the scenarios run against: WebSocket port, HTTP port, the hash of the password, and further settings as {@code key=value}. */
final class GatewayMain {

    static final String PASSWORD = "of the conformance scenarios";

    private GatewayMain() {}

    public static void main(String[] arguments) throws Exception {
        UserAccounts.Builder users = UserAccounts.builder();
        String hash = arguments[2];
        for (String name : List.of("alice", "bob")) {
            users.add(name, name, hash, Set.of());
        }
        users.add("admin", "admin", hash, Set.of("admin"));
        GatewayBuilder gateway = GatewayServer.builder()
                .host("127.0.0.1")
                .websocketPort(Integer.parseInt(arguments[0]))
                .httpPort(Integer.parseInt(arguments[1]))
                .setting("auth.jwt_secret", "a secret of the conformance scenarios")
                .setting("server.drain_seconds", 1)
                .accounts(users.build());
        for (int i = 3; i < arguments.length; i++) {
            String[] setting = arguments[i].split("=", 2);
            gateway.setting(setting[0], Integer.parseInt(setting[1]));
        }
        GatewayServer server = gateway.build();
        Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
        server.start();
    }
}
