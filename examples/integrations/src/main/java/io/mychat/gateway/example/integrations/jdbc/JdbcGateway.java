package io.mychat.gateway.example.integrations.jdbc;

import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.spi.session.UserInfo;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Set;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

/** A gateway whose users and messages are in a database: they outlive the gateway. */
public final class JdbcGateway {

    private JdbcGateway() {}

    /** Argument: a JDBC URL, such as {@code jdbc:h2:./chat;MODE=PostgreSQL}. The first start adds alice with the password "secret". */
    public static void main(String[] arguments) throws IOException {
        DataSource database = JdbcConnectionPool.create(arguments[0], "sa", "");
        JdbcUsers users = new JdbcUsers(database);
        if (users.findById("alice").isEmpty()) {
            users.add(new UserInfo("alice", "alice", Set.of()), "secret");
        }
        GatewayServer gateway = start(8080, 8081, database, System.getenv("JWT_SECRET"));
        Runtime.getRuntime().addShutdownHook(new Thread(gateway::stop));
    }

    static GatewayServer start(int websocketPort, int httpPort, DataSource database, String secret) throws IOException {
        JdbcUsers users = new JdbcUsers(database);
        GatewayServer gateway = GatewayServer.builder()
                .host("127.0.0.1")
                .websocketPort(websocketPort)
                .httpPort(httpPort)
                .setting("auth.jwt_secret", secret)
                .credentials(users)
                .users(users)
                .messageStore(new JdbcMessageStore(database, InstantSource.system()))
                .build();
        gateway.start();
        return gateway;
    }
}
