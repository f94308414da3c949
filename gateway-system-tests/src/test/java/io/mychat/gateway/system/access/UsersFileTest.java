package io.mychat.gateway.system.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.system.access.FileGateway.Person;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One gateway on the embedded store, whose users file and keys change. */
class UsersFileTest {

    private static final String OTHER_SECRET = "another secret of these tests, long enough";

    @TempDir
    private Path directory;

    private FileGateway gateway;

    @BeforeEach
    void start() {
        gateway = new FileGateway(directory, "")
                .user("alice", "old")
                .user("bob", "bob's")
                .user("root", "root's", "admin")
                .start();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void aUserWhoIsRemovedLosesEverything() {
        Person alice = gateway.login("alice", "old", "web");
        Person bob = gateway.login("bob", "bob's", "web");

        gateway.without("alice").reload();

        alice.assertClosed();
        gateway.assertEnded(alice);
        assertThat(gateway.loginCode("alice", "old")).isEqualTo(401);
        assertThat(bob.command()).isEqualTo(200);
        assertThat(gateway.refresh(bob.refresh()).status()).isEqualTo(200);
    }

    @Test
    void aUserWhoComesBackLogsInAnewWithTheOldPassword() {
        Person before = gateway.login("alice", "old", "web");
        gateway.without("alice").reload();
        before.assertClosed();

        gateway.user("alice", "old").reload();

        gateway.assertEnded(before);
        Person after = gateway.login("alice", "old", "web");
        assertThat(gateway.bearer("/api/auth/verify", after.access())).isEqualTo(200);
        gateway.without("alice").reload();
        after.assertClosed();
        gateway.assertEnded(after);
    }

    @Test
    void anotherPasswordEndsEverything() {
        Person alice = gateway.login("alice", "old", "web");

        gateway.user("alice", "new").reload();

        alice.assertClosed();
        gateway.assertEnded(alice);
        assertThat(gateway.loginCode("alice", "old")).isEqualTo(401);
        Person again = gateway.login("alice", "new", "web");
        gateway.reload();
        assertThat(again.command()).as("a reload without a change ends nothing").isEqualTo(200);
    }

    @Test
    void anAdministratorWhoseRoleIsTakenAwayIsRefusedAtOnce() {
        Person web = gateway.login("root", "root's", "web");
        Person console = gateway.login("root", "root's", "admin");
        assertThat(gateway.bearer("/api/connections/stats", web.access())).isEqualTo(200);

        gateway.user("root", "root's").reload();

        console.assertClosed();
        gateway.assertEnded(web);
        gateway.assertEnded(console);
        assertThat(web.command()).as("the session goes on with what is left").isEqualTo(200);
        assertThat(gateway.bearer(
                        "/api/connections/stats",
                        gateway.login("root", "root's", "web").access()))
                .isEqualTo(403);
    }

    @Test
    void aChangeThatIsMadeWhileTheGatewayIsDownCounts() {
        Person alice = gateway.login("alice", "old", "web");
        Person bob = gateway.login("bob", "bob's", "web");
        Person root = gateway.login("root", "root's", "web");
        gateway.close();

        gateway.without("bob")
                .user("alice", "new")
                .user("root", "root's", "editor")
                .start();

        gateway.assertEnded(alice);
        gateway.assertEnded(bob);
        gateway.assertEnded(root);
    }

    @Test
    void tokensOutliveARestartWithoutAChange() {
        Person alice = gateway.login("alice", "old", "web");
        gateway.close();

        gateway.start();

        assertThat(gateway.verify(alice.access())).isEqualTo("valid");
        assertThat(gateway.bearer("/api/auth/verify", alice.access())).isEqualTo(200);
    }

    @Test
    void aTokenShowsNothingOfThePassword() {
        String payload = new String(
                Base64.getUrlDecoder()
                        .decode(gateway.login("alice", "old", "web").access().split("\\.", -1)[1]),
                StandardCharsets.UTF_8);

        String[] parts = FileGateway.hash("old").split("\\$", -1);
        assertThat(payload).contains("\"afp\":").doesNotContain(parts[4]).doesNotContain(parts[5]);
    }

    @Test
    void aSigningKeyThatIsTakenOutClosesItsSessions() {
        Person alice = gateway.login("alice", "old", "web");
        Person bob = gateway.login("bob", "bob's", "web");
        gateway.keys("'jwt_secret': '" + OTHER_SECRET + "', 'key_id': 'k2', 'verification_keys':"
                        + " [{'algorithm': 'HS256', 'secret': '" + FileGateway.SECRET + "'}]")
                .reload();
        Person root = gateway.login("root", "root's", "web");
        String renewed = gateway.refresh(bob.refresh()).text("token");
        assertThat(bob.client().verify(renewed).code()).isEqualTo(200);
        assertThat(alice.command()).isEqualTo(200);

        gateway.keys("'jwt_secret': '" + OTHER_SECRET + "', 'key_id': 'k2'").reload();

        alice.assertClosed();
        assertThat(gateway.verify(alice.access())).isEqualTo("token_invalid");
        assertThat(bob.command()).as("its newest token has the new key").isEqualTo(200);
        assertThat(root.command()).isEqualTo(200);
    }

    @Test
    void aSecretThatIsReplacedUnderNoNameClosesItsSessions() {
        Person alice = gateway.login("alice", "old", "web");

        gateway.keys("'jwt_secret': '" + OTHER_SECRET + "'").reload();

        alice.assertClosed();
    }
}
