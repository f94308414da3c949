package io.mychat.gateway.system.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.system.access.FileGateway.Person;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** Two gateways on one Redis, each with a users file of its own: one is changed, and the other not yet. */
class AccessInAClusterTest {

    @TempDir
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private static RedisProcess redis;

    private FileGateway one;
    private FileGateway two;

    @BeforeAll
    static void startRedis() {
        redis = RedisProcess.start();
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    @BeforeEach
    void start() throws IOException {
        try (Jedis jedis = redis.connect()) {
            jedis.flushAll();
        }
        one = node("one");
        two = node("two");
    }

    private FileGateway node(String name) throws IOException {
        return new FileGateway(
                        Files.createDirectories(directory.resolve(name)),
                        "'redis': {'host': '127.0.0.1', 'port': " + redis.port() + "},")
                .user("alice", "old")
                .user("bob", "bob's")
                .user("root", "root's", "admin")
                .start();
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
    }

    @Test
    void aUserWhoIsRemovedLosesEverythingOnTheOtherNodeToo() {
        Person here = one.login("alice", "old", "web");
        Person there = two.login("alice", "old", "ios");
        Person bob = two.login("bob", "bob's", "web");

        one.without("alice").reload();

        here.assertClosed();
        there.assertClosed();
        for (FileGateway node : new FileGateway[] {one, two}) {
            node.assertEnded(here);
            node.assertEnded(there);
        }
        assertThat(bob.command()).isEqualTo(200);
    }

    @Test
    void aLoginWithTheNewPasswordOutlivesTheReloadOfTheLastNode() {
        Person before = two.login("alice", "old", "web");
        one.user("alice", "new").reload();
        before.assertClosed();
        two.assertEnded(before);
        Person after = one.login("alice", "new", "web");

        two.user("alice", "new").reload();

        assertThat(after.command()).isEqualTo(200);
        assertThat(two.verify(after.access())).isEqualTo("valid");
        assertThat(two.refresh(after.refresh()).status()).isEqualTo(200);
        one.assertEnded(before);
        two.assertEnded(before);
    }

    @Test
    void anOldPasswordsLoginEndsWhenItsNodeReloads() {
        one.user("alice", "new").reload();
        Person late = two.login("alice", "old", "web");
        assertThat(one.bearer("/api/auth/verify", late.access())).isEqualTo(401);

        two.user("alice", "new").reload();

        late.assertClosed();
        one.assertEnded(late);
        two.assertEnded(late);
    }

    @Test
    void aRoleIsTakenFromSessionsAndTokensOfTheOtherNode() {
        Person web = two.login("root", "root's", "web");
        Person console = two.login("root", "root's", "admin");
        assertThat(two.bearer("/api/connections/stats", web.access())).isEqualTo(200);

        one.user("root", "root's").reload();

        console.assertClosed();
        assertThat(two.bearer("/api/connections/stats", web.access())).isEqualTo(401);
        two.assertEnded(web);
        one.assertEnded(web);
        assertThat(web.command()).isEqualTo(200);
        two.user("root", "root's").reload();
        assertThat(web.command()).isEqualTo(200);
    }

    @Test
    void aStartedNodeRefusesRefreshTokensOfTheOldAccount() {
        Person alice = one.login("alice", "old", "web");
        Person bob = one.login("bob", "bob's", "web");
        Person root = one.login("root", "root's", "web");
        one.close();
        one.without("bob").user("alice", "new").user("root", "root's").start();

        one.assertEnded(alice);
        one.assertEnded(bob);
        one.assertEnded(root);
        assertThat(two.refresh(alice.refresh()).status())
                .as("what one node has found ends everywhere")
                .isEqualTo(401);
    }

    @Test
    void aLoginOfAReleaseThatWroteNoFingerprintIsContinued() {
        Person alice = one.login("alice", "old", "web");
        try (Jedis jedis = redis.connect()) {
            for (String family : jedis.keys("token:family:*")) {
                String grant = jedis.hget(family, "grant");
                assertThat(grant).contains("\"account\":\"");
                jedis.hset(family, "grant", grant.replaceFirst("\"account\":\"[^\"]*\",", ""));
                jedis.hdel(family, "account");
            }
        }
        one.close();
        one.user("alice", "new").start();

        assertThat(one.refresh(alice.refresh()).status())
                .as("there is nothing to compare")
                .isEqualTo(200);
    }

    @Test
    void nothingInRedisShowsThePasswordHash() {
        Person alice = one.login("alice", "old", "web");
        assertThat(one.refresh(alice.refresh()).status()).isEqualTo(200);
        String[] parts = FileGateway.hash("old").split("\\$", -1);
        try (Jedis jedis = redis.connect()) {
            for (String key : jedis.keys("*")) {
                String value = switch (jedis.type(key)) {
                    case "hash" -> jedis.hgetAll(key).toString();
                    case "string" -> jedis.get(key);
                    default -> "";
                };
                assertThat(value).doesNotContain(parts[4]).doesNotContain(parts[5]);
            }
        }
    }

    @Test
    void aChangeThatIsReadWhileRedisIsAwayReachesItAfterwards() {
        Person here = one.login("alice", "old", "web");
        Person there = two.login("alice", "old", "ios");
        redis.pause();
        try {
            one.without("alice").reload();
            here.assertClosed();
        } finally {
            redis.resume();
        }

        there.assertClosed();
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> two.assertEnded(there));
    }
}
