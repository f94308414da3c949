package io.mychat.gateway.example.integrations.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.auth.CredentialVerdict;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.testkit.TestClient;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;

/** Users and messages of a database, in a running gateway and in the next one. */
class JdbcGatewayTest {

    private static final String SECRET = "a secret of this test, and long enough";

    private final JdbcConnectionPool database = TestDatabase.create();
    private final JdbcUsers users = new JdbcUsers(database);

    @Test
    void messagesOutliveTheGateway() throws Exception {
        users.add(new UserInfo("u-1", "alice", Set.of()), "alice's password");
        users.add(new UserInfo("u-2", "bob", Set.of("admin", "buyer")), "bob's password");
        try (GatewayServer gateway = JdbcGateway.start(0, 0, database, SECRET);
                TestClient alice = connect(gateway)) {
            assertThat(alice.login("alice", "bob's password", "web", "").code()).isEqualTo(401);
            assertThat(alice.login("alice", "alice's password", "web", "").code())
                    .isEqualTo(200);
            assertThat(alice.request(2001, "{\"to_user\":\"u-2\",\"content\":\"hi\"}")
                            .code())
                    .isEqualTo(200);
        }

        try (GatewayServer gateway = JdbcGateway.start(0, 0, database, SECRET);
                TestClient bob = connect(gateway)) {
            assertThat(bob.login("bob", "bob's password", "android", "phone").code())
                    .isEqualTo(200);
            assertThat(bob.request(2002, "{\"chat_id\":\"dm:u-1:u-2\"}").data().toString())
                    .contains("\"content\":\"hi\"");
        }
    }

    @Test
    void anUnknownUserIsRejectedLikeAWrongPassword() {
        users.add(new UserInfo("u-1", "alice", Set.of("buyer")), "secret");

        assertThat(users.verify("alice", "secret"))
                .isEqualTo(new CredentialVerdict.Accepted(new UserInfo("u-1", "alice", Set.of("buyer"))));
        assertThat(users.verify("alice", "")).isEqualTo(new CredentialVerdict.Rejected());
        assertThat(users.verify("x' OR '1'='1", "secret")).isEqualTo(new CredentialVerdict.Rejected());
        assertThat(users.findById("u-2")).isEmpty();
    }

    @Test
    void aDatabaseThatFailsIsAStoreThatFails() throws SQLException {
        users.add(new UserInfo("u-1", "alice", Set.of()), "secret");
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE users");
        }

        assertThatThrownBy(() -> users.findById("u-1")).isInstanceOf(StoreUnavailableException.class);
    }

    private static TestClient connect(GatewayServer gateway) {
        return TestClient.connect(
                URI.create("ws://127.0.0.1:" + gateway.webSocketAddress().getPort() + "/ws"));
    }
}
