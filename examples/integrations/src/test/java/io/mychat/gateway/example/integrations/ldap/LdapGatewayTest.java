package io.mychat.gateway.example.integrations.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.LDAPException;
import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.auth.CredentialVerdict;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.testkit.TestClient;
import java.net.InetAddress;
import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The users of an LDAP directory, on a server in memory. */
class LdapGatewayTest {

    private static final String BASE = "dc=example,dc=com";

    private InMemoryDirectoryServer directory;
    private LdapUsers users;

    @BeforeEach
    void start() throws Exception {
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(BASE);
        config.addAdditionalBindCredentials("cn=gateway," + BASE, "the gateway's password");
        config.setListenerConfigs(
                InMemoryListenerConfig.createLDAPConfig("ldap", InetAddress.getLoopbackAddress(), 0, null));
        config.setSchema(null);
        directory = new InMemoryDirectoryServer(config);
        directory.add("dn: " + BASE, "objectClass: domain", "dc: example");
        directory.add("dn: ou=people," + BASE, "objectClass: organizationalUnit", "ou: people");
        directory.add("dn: ou=groups," + BASE, "objectClass: organizationalUnit", "ou: groups");
        directory.add(
                "dn: uid=alice,ou=people," + BASE, "objectClass: account", "uid: alice", "userPassword: her password");
        directory.add(
                "dn: cn=buyer,ou=groups," + BASE,
                "objectClass: groupOfNames",
                "cn: buyer",
                "member: uid=alice,ou=people," + BASE);
        directory.startListening();
        users = new LdapUsers(
                "127.0.0.1", directory.getListenPort(), BASE, "cn=gateway," + BASE, "the gateway's password");
    }

    @AfterEach
    void stop() {
        users.close();
        directory.shutDown(true);
    }

    @Test
    void aUserOfTheDirectoryLogsIn() throws Exception {
        try (GatewayServer gateway = LdapGateway.start(0, 0, users, "a secret of this test, and long enough");
                TestClient alice = TestClient.connect(URI.create(
                        "ws://127.0.0.1:" + gateway.webSocketAddress().getPort() + "/ws"))) {
            assertThat(alice.login("alice", "not her password", "web", "").code())
                    .isEqualTo(401);
            assertThat(alice.login("alice", "her password", "web", "").code()).isEqualTo(200);
        }
    }

    @Test
    void groupsAreRoles() {
        UserInfo alice = new UserInfo("alice", "alice", Set.of("buyer"));

        assertThat(users.verify("alice", "her password")).isEqualTo(new CredentialVerdict.Accepted(alice));
        assertThat(users.findById("alice")).hasValue(alice);
        assertThat(users.findById("bob")).isEmpty();
    }

    @Test
    void neitherAnEmptyPasswordNorAPatternLogsIn() {
        assertThat(users.verify("alice", "")).isEqualTo(new CredentialVerdict.Rejected());
        assertThat(users.verify("al*", "her password")).isEqualTo(new CredentialVerdict.Rejected());
        assertThat(users.verify("alice)(uid=*", "her password")).isEqualTo(new CredentialVerdict.Rejected());
    }

    @Test
    void aDirectoryThatIsGoneIsUnavailable() throws LDAPException {
        directory.shutDown(true);

        assertThatThrownBy(() -> users.verify("alice", "her password")).isInstanceOf(StoreUnavailableException.class);
    }
}
