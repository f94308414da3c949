package io.mychat.gateway.redis.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.redis.client.Keys;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.testing.RedisCluster;
import io.mychat.gateway.redis.testing.RedisServers;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.session.OnlinePage;
import io.mychat.gateway.spi.session.OnlineUser;
import io.mychat.gateway.spi.session.SeatRule;
import io.mychat.gateway.spi.session.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.util.JedisClusterCRC16;

/** One node of a Redis cluster is frozen: everybody whose slots the others have notices nothing. */
class DeadShardTest {

    private static final SeatRule ONE = Nodes.seats(1);
    private static final Duration DEADLINE = Duration.ofMillis(800);
    private static final int SLOTS = 16_384;

    private static RedisCluster cluster;

    private RedisSettings settings;
    private TestNode a;
    private TestNode b;
    private Keys keys;
    private int dead;

    @BeforeAll
    static void startCluster() {
        cluster = RedisCluster.start();
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @BeforeEach
    void startNodes() {
        settings = RedisServers.of(cluster).withDeadline(DEADLINE);
        a = new TestNode("a", settings, ONE, SessionSettings.defaults());
        b = new TestNode("b", settings, ONE, SessionSettings.defaults());
        keys = a.redis.keys();
        // Not the one that has the leases.
        dead = (shardOf(keys.nodes("leases")) + 1) % cluster.nodes().size();
    }

    @AfterEach
    void close() {
        thaw();
        b.close();
        a.close();
    }

    @Test
    void aSessionIsFoundWhereItsOwnPartsAnswer() {
        Session alice = a.seated(name(this::alive, "alices-", keys::sessionUser), user(this::alive, 0), "web", "d1");
        Session bob = a.seated(name(this::alive, "bobs-", keys::sessionUser), user(this::died, 0), "web", "d1");
        a.store.onlineUsers();
        freeze();
        // Its index cannot be written now.
        Session carol = a.seated(name(this::died, "carols-", keys::sessionUser), user(this::alive, 1), "web", "d1");

        assertThat(a.store.find(alice.id())).contains(alice);
        assertThat(a.store.find(carol.id())).contains(carol);
        assertThatThrownBy(() -> a.store.find(bob.id())).isInstanceOf(StoreUnavailableException.class);
        patiently().untilAsserted(() -> assertThat(b.store.find(alice.id())).contains(alice));

        thaw();
        patiently().untilAsserted(() -> assertThat(b.store.find(carol.id())).contains(carol));
        patiently().untilAsserted(() -> assertThat(a.store.find(bob.id())).contains(bob));
    }

    @Test
    void theOnlineListGivesWhatCanBeReadAndGoesOnWhenTheRestIsBack() {
        List<String> living = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            living.add(a.seated("s" + i, user(this::alive, i), "web", "d1").userId());
            a.seated("t" + i, user(this::died, i), "web", "d1");
        }
        assertThat(a.store.onlineUsers()).isEqualTo(80);
        freeze();
        // Comes when the set of users may not answer.
        living.add(a.seated("u", user(this::alive, 50), "web", "d1").userId());

        List<String> seen = new ArrayList<>();
        int unknown = 0;
        Optional<String> cursor = Optional.empty();
        boolean isEnd = false;
        int refused = 0;
        while (!isEnd) {
            try {
                OnlinePage page = a.store.online(7, cursor);
                assertThat(page.users().size() + page.unknown()).isLessThanOrEqualTo(7);
                page.users().stream().map(OnlineUser::userId).forEach(seen::add);
                unknown += page.unknown();
                cursor = page.next();
                isEnd = cursor.isEmpty();
            } catch (StoreUnavailableException e) {
                // Sets of the list are on the frozen node; at first it may also be the time that these take.
                if (++refused == 30) {
                    assertThat(shardOf(keys.online(bucket(cursor)))).isEqualTo(dead);
                    assertThat(unknown).isPositive();
                    thaw();
                }
            }
        }

        assertThat(seen).doesNotHaveDuplicates().containsAll(living);
        assertThat(refused).isGreaterThanOrEqualTo(30);
        assertThat(seen.size() + unknown).isEqualTo(81);
        patiently().untilAsserted(() -> assertThat(a.store.onlineUsers()).isEqualTo(81));
    }

    @Test
    void whoCannotBeCountedIsNotLeftOut() {
        a.seated("s1", user(this::alive, 0), "web", "d1");
        freeze();

        assertThatThrownBy(a.store::onlineUsers).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void whatOneNodeCannotRemoveDelaysNobody() {
        Session stays = a.seated("s1", user(this::died, 0), "web", "d1");
        List<Session> goes = IntStream.range(0, 5)
                .mapToObj(i -> a.seated("t" + i, user(this::alive, i), "web", "d1"))
                .toList();
        a.store.onlineUsers();
        SessionScripts scripts = new SessionScripts(a.redis, a.membership, SessionSettings.defaults());
        try (SessionIndex index = new SessionIndex(a.redis, a.membership, scripts, SessionSettings.defaults());
                PendingRemovals pendingRemovals = new PendingRemovals(a.redis, scripts, index, 2)) {
            freeze();
            pendingRemovals.add(stays);
            goes.forEach(pendingRemovals::add);
            pendingRemovals.cancel(stays, "an attempt");

            patiently().until(() -> {
                pendingRemovals.send();
                return pendingRemovals.size() == 2;
            });
            goes.forEach(
                    session -> assertThat(a.store.sessionsOf(session.userId())).isEmpty());

            thaw();
            patiently().until(() -> {
                pendingRemovals.send();
                return pendingRemovals.size() == 0;
            });
            assertThat(a.store.sessionsOf(stays.userId())).isEmpty();
        }
    }

    @Test
    void aSessionEndedOnADeadShardIsRemovedWithItsIndexLater() {
        Session ended = a.seated(name(this::alive, "s-", keys::sessionUser), user(this::died, 0), "web", "d1");
        Session other = a.seated("t", user(this::alive, 0), "web", "d1");
        patiently().until(() -> exists(keys.sessionUser(ended.id())));
        freeze();
        assertThatThrownBy(() -> a.store.remove(ended)).isInstanceOf(StoreUnavailableException.class);
        a.drop(ended);
        assertThat(a.store.remove(other)).isTrue();
        // In the meantime the removal is tried again, and then it does not wait.
        patiently()
                .untilAsserted(() -> assertThat(a.store.metrics())
                        .filteredOn(metric -> metric.name().equals("redis_removals_waiting"))
                        .singleElement()
                        .satisfies(metric -> assertThat(metric.value()).isEqualTo(1)));

        thaw();

        patiently().until(() -> a.store.sessionsOf(ended.userId()).isEmpty());
        patiently().until(() -> !exists(keys.sessionUser(ended.id())));
        assertThat(RedisReply.texts(a.redis.call(RedisCommand.read("ZRANGE", keys.userGone(ended.userId()), 0, -1))))
                .containsExactly("K:" + ended.id() + ":" + ended.loginSeq());
    }

    @Test
    void aDeadGatewaysIndexGoesWhenItsShardIsBack() {
        TestNode dying = new TestNode("c", settings, ONE, SessionSettings.defaults());
        while (died(shardOf(keys.nodeSessions(dying.membership.incarnation())))) {
            dying.close();
            dying = new TestNode("c", settings, ONE, SessionSettings.defaults());
        }
        Session ghost = dying.seated(name(this::died, "s-", keys::sessionUser), user(this::alive, 0), "web", "d1");
        patiently().until(() -> exists(keys.sessionUser(ghost.id())));
        String incarnation = dying.membership.incarnation();
        freeze();
        dying.dieAndLapse(b);

        patiently().until(() -> !exists(keys.userSessions(ghost.userId())));
        assertThat(RedisReply.texts(a.redis.call(RedisCommand.read("SMEMBERS", keys.nodeSessions(incarnation)))))
                .as("not done with")
                .containsExactly(ghost.userId());
        thaw();

        patiently().until(() -> !exists(keys.sessionUser(ghost.id())));
        patiently().until(() -> !exists(keys.nodeSessions(incarnation)));
    }

    @Test
    void theOnlineListIsSweptAsFarAsRedisAnswers() {
        int bucket = bucketAfterADeadOne();
        String ghost = IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> user(this::alive, 100 + i))
                .filter(user -> Keys.onlineBucket(user) == bucket)
                .findFirst()
                .orElseThrow();
        a.redis.call(RedisCommand.write("ZADD", keys.online(bucket), 0, ghost));
        freeze();
        a.redis.call(RedisCommand.write("SADD", keys.nodes("unclean"), "reachable"));
        List<String> unreachable = IntStream.range(0, 8)
                .mapToObj(i -> name(this::died, "x" + i, keys::nodeSessions))
                .toList();
        for (String incarnation : unreachable) {
            a.redis.call(RedisCommand.write("SADD", keys.nodes("unclean"), incarnation));
            a.redis.call(RedisCommand.write("ZADD", keys.nodes("dead"), System.currentTimeMillis(), incarnation));
        }
        String reachable = name(this::alive, "y", keys::nodeSessions);
        a.redis.call(RedisCommand.write("SADD", keys.nodeSessions(reachable), ghost));
        a.redis.call(RedisCommand.write("SADD", keys.nodes("unclean"), reachable));
        a.redis.call(RedisCommand.write("ZADD", keys.nodes("dead"), System.currentTimeMillis(), reachable));

        patiently().untilAsserted(() -> {
            assertThat(RedisReply.texts(a.redis.call(RedisCommand.read("SMEMBERS", keys.nodes("unclean")))))
                    .doesNotContain(reachable)
                    .containsAll(unreachable);
            assertThat(RedisReply.text(a.redis.call(RedisCommand.read("ZSCORE", keys.online(bucket), ghost))))
                    .isEmpty();
        });
    }

    @Test
    void aNodeServesAllSessionsThatItCouldRegisterAgain() {
        Session alice = a.seated("s1", user(this::alive, 0), "web", "d1");
        Session bob = a.seated("s2", user(this::died, 0), "web", "d1");
        String before = a.membership.incarnation();
        freeze();
        a.isTakenForDead(a);
        Awaitility.await().until(() -> !a.membership.incarnation().equals(before));

        patiently().until(() -> a.store.isCurrent(alice));
        Session carol = a.seated("s3", user(this::alive, 7), "web", "d1");
        assertThat(a.store.isCurrent(carol)).isTrue();
        assertThatThrownBy(() -> a.login(a.session("s4", bob.userId(), "web", "d2")))
                .isInstanceOf(StoreUnavailableException.class);

        thaw();
        patiently().until(() -> a.store.sessionsOf(bob.userId()).equals(List.of(bob)));
        patiently().until(() -> !a.seated("s5", bob.userId(), "web", "d2").id().isEmpty());
        assertThat(a.held.values())
                .extracting(Session::id)
                .contains("s1", "s3", "s5")
                .doesNotContain("s2");
    }

    private boolean exists(String key) {
        return RedisReply.number(a.redis.call(RedisCommand.read("EXISTS", key))) == 1;
    }

    private static ConditionFactory patiently() {
        return Awaitility.await().atMost(Duration.ofSeconds(30)).ignoreExceptions();
    }

    private void freeze() {
        cluster.nodes().get(dead).pause();
    }

    private void thaw() {
        cluster.nodes().get(dead).resume();
    }

    private boolean alive(int shard) {
        return shard != dead;
    }

    private boolean died(int shard) {
        return shard == dead;
    }

    private String user(IntPredicate where, int number) {
        return name(where, "user" + number + "-", keys::userSessions);
    }

    /** The first whose key lies there. */
    private static String name(IntPredicate where, String prefix, UnaryOperator<String> key) {
        return Stream.iterate(0, i -> i + 1)
                .map(i -> prefix + i)
                .filter(name -> where.test(shardOf(key.apply(name))))
                .findFirst()
                .orElseThrow();
    }

    private int bucketAfterADeadOne() {
        int first = IntStream.range(0, Keys.ONLINE_BUCKETS)
                .filter(bucket -> shardOf(keys.online(bucket)) == dead)
                .findFirst()
                .orElseThrow();
        return IntStream.range(first, Keys.ONLINE_BUCKETS)
                .filter(bucket -> shardOf(keys.online(bucket)) != dead)
                .findFirst()
                .orElseThrow();
    }

    private static int bucket(Optional<String> cursor) {
        return cursor.map(text -> Integer.parseInt(text.substring(0, text.indexOf(':'))))
                .orElse(0);
    }

    private static int shardOf(String key) {
        int shards = cluster.nodes().size();
        int slot = JedisClusterCRC16.getSlot(key);
        return IntStream.range(0, shards)
                .filter(shard -> slot < SLOTS * (shard + 1) / shards)
                .findFirst()
                .orElseThrow();
    }
}
