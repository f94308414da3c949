package io.mychat.gateway.example.integrations.ldap;

import io.mychat.gateway.core.GatewayServer;
import java.io.IOException;

/** A gateway whose users are those of an LDAP directory. */
public final class LdapGateway {

    private LdapGateway() {}

    /** Arguments: host and port of the directory, base DN, and DN of the account that may search; its password is in LDAP_PASSWORD. */
    public static void main(String[] arguments) throws IOException {
        LdapUsers users = new LdapUsers(
                arguments[0],
                Integer.parseInt(arguments[1]),
                arguments[2],
                arguments[3],
                System.getenv("LDAP_PASSWORD"));
        GatewayServer gateway = start(8080, 8081, users, System.getenv("JWT_SECRET"));
        Runtime.getRuntime().addShutdownHook(new Thread(gateway::stop));
    }

    static GatewayServer start(int websocketPort, int httpPort, LdapUsers users, String secret) throws IOException {
        GatewayServer gateway = GatewayServer.builder()
                .host("127.0.0.1")
                .websocketPort(websocketPort)
                .httpPort(httpPort)
                .setting("auth.jwt_secret", secret)
                .credentials(users)
                .users(users)
                .closing(users)
                .build();
        gateway.start();
        return gateway;
    }
}
