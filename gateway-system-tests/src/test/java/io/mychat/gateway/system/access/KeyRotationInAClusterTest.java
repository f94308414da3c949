package io.mychat.gateway.system.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.system.access.FileGateway.Person;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** The steps of docs/key-rotation.md on two gateways, one of which is always a step behind: nobody is logged out. */
class KeyRotationInAClusterTest {

    private static final String NEW = "the new secret of this test, long enough";
    private static final String OLD_ALONE = "'jwt_secret': '" + FileGateway.SECRET + "'";
    private static final String NEW_ADDED =
            OLD_ALONE + ", 'verification_keys': [{'kid': 'k2', 'algorithm': 'HS256', 'secret': '" + NEW + "'}]";
    private static final String NEW_SIGNS =
            "'jwt_secret': '" + NEW + "', 'key_id': 'k2', 'verification_keys': [{'algorithm': 'HS256', 'secret': '"
                    + FileGateway.SECRET + "'}]";
    private static final String NEW_ALONE = "'jwt_secret': '" + NEW + "', 'key_id': 'k2'";

    @TempDir
    private Path directory;

    private RedisProcess redis;
    private FileGateway one;
    private FileGateway two;

    @BeforeEach
    void start() throws IOException {
        redis = RedisProcess.start();
        try (Jedis jedis = redis.connect()) {
            jedis.aclSetUser("gateway", "on", ">first password", "~*", "&*", "+@all");
        }
        one = node("one");
        two = node("two");
    }

    private FileGateway node(String name) throws IOException {
        Files.createDirectories(directory.resolve(name));
        password(name, "first password");
        return new FileGateway(
                        directory.resolve(name),
                        "'redis': {'host': '127.0.0.1', 'port': " + redis.port()
                                + ", 'username': 'gateway', 'password': '${file:redis-password}'},")
                .user("alice", "alice's")
                .user("bob", "bob's")
                .start();
    }

    private void password(String node, String password) throws IOException {
        Files.writeString(directory.resolve(node).resolve("redis-password"), password + "\n");
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
        redis.close();
    }

    /** Everybody goes on, and logs in on each node with tokens that are good on the other. */
    private void assertNobodyIsLoggedOut(List<Person> people) {
        for (Person person : people) {
            assertThat(person.command()).isEqualTo(200);
            assertThat(one.bearer("/api/auth/verify", person.access())).isEqualTo(200);
            assertThat(two.bearer("/api/auth/verify", person.access())).isEqualTo(200);
        }
        assertThat(two.bearer(
                        "/api/auth/verify", one.login("bob", "bob's", "ios").access()))
                .isEqualTo(200);
        assertThat(one.bearer(
                        "/api/auth/verify", two.login("bob", "bob's", "android").access()))
                .isEqualTo(200);
    }

    /** Ends the connections of both gateways, and waits until they have new ones. */
    private void endConnections(Jedis jedis, Person person) {
        jedis.sendCommand(() -> "CLIENT".getBytes(StandardCharsets.US_ASCII), "KILL", "USER", "gateway");
        for (FileGateway node : List.of(one, two)) {
            await().untilAsserted(() ->
                    assertThat(node.bearer("/api/auth/verify", person.access())).isEqualTo(200));
        }
    }

    @Test
    void aSigningKeyIsAddedThenSignsThenIsAlone() {
        Person alice = one.login("alice", "alice's", "web");
        Person bob = two.login("bob", "bob's", "web");
        List<Person> people = List.of(alice, bob);
        for (String step : List.of(NEW_ADDED, NEW_SIGNS)) {
            one.keys(step).reload();
            assertNobodyIsLoggedOut(people);
            two.keys(step).reload();
            assertNobodyIsLoggedOut(people);
        }
        // What each client does before its token expires.
        String renewed = one.refresh(alice.refresh()).text("token");
        assertThat(alice.client().verify(renewed).code()).isEqualTo(200);

        one.keys(NEW_ALONE).reload();
        assertThat(two.bearer("/api/auth/verify", renewed)).isEqualTo(200);
        two.keys(NEW_ALONE).reload();

        assertThat(alice.command()).isEqualTo(200);
        assertThat(one.bearer("/api/auth/verify", renewed)).isEqualTo(200);
        bob.assertClosed();
    }

    @Test
    void aPasswordOfRedisIsAddedThenUsedThenTheOldOneIsGone() throws IOException {
        List<Person> people = List.of(one.login("alice", "alice's", "web"), two.login("bob", "bob's", "web"));
        try (Jedis jedis = redis.connect()) {
            jedis.aclSetUser("gateway", ">second password");
            password("one", "second password");
            assertThat(one.reload().restartNeeded()).isEmpty();
            assertNobodyIsLoggedOut(people);
            password("two", "second password");
            two.reload();
            jedis.aclSetUser("gateway", "<first password");
            assertNobodyIsLoggedOut(people);
            endConnections(jedis, people.get(0));
        }

        // A command over a connection that has just been cut may be answered 503.
        await().untilAsserted(() -> assertNobodyIsLoggedOut(people));
    }

    @Test
    void aWrongPasswordOfRedisIsNotTaken() throws IOException {
        List<Person> people = List.of(one.login("alice", "alice's", "web"));
        password("one", "a wrong password");

        assertThat(one.reload().restartNeeded()).containsExactly("$.redis.password");

        try (Jedis jedis = redis.connect()) {
            endConnections(jedis, people.get(0));
        }
        await().untilAsserted(() -> assertNobodyIsLoggedOut(people));
    }
}
