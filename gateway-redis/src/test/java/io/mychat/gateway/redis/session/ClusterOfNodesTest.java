package io.mychat.gateway.redis.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.redis.client.Command;
import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.redis.node.NodeSettings;
import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.redis.testing.RedisServers;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.session.DeviceSelector;
import io.mychat.gateway.spi.session.LoginOutcome.Admitted;
import io.mychat.gateway.spi.session.LoginOutcome.Cause;
import io.mychat.gateway.spi.session.LoginOutcome.Displaced;
import io.mychat.gateway.spi.session.Platform.WhenFull;
import io.mychat.gateway.spi.session.SeatRule;
import io.mychat.gateway.spi.session.Session;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** Several gateways on one Redis: deaths, returns, and a Redis that loses things. */
class ClusterOfNodesTest {

    private static final SeatRule ONE = new SeatRule(1, WhenFull.KICK_OLDEST, 0, Duration.ofMinutes(5));
    private static final SeatRule THREE = new SeatRule(3, WhenFull.KICK_OLDEST, 0, Duration.ofMinutes(5));

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final RedisSettings shared = RedisServers.single();

    @AfterEach
    void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    @Test
    void aLoginIsOneRoundTrip() {
        TestNode a = node("a", shared, THREE);
        a.seated("s0", "alice", "web", "d0");
        a.store.onlineUsers();
        // Signs of life and the like may come in between, but not each time.
        long fewest = Long.MAX_VALUE;
        for (int i = 1; i <= 5; i++) {
            long before = a.redis.roundTrips();
            assertThat(a.store.login(a.session("s" + i, "alice", "web", "d" + i), THREE))
                    .isInstanceOf(Admitted.class);
            fewest = Math.min(fewest, a.redis.roundTrips() - before);
            a.store.onlineUsers();
        }
        assertThat(fewest).isEqualTo(1);
    }

    @Test
    void theLoserOfAnotherNodeIsNamedWithItsNode() {
        TestNode a = node("a", shared, ONE);
        TestNode b = node("b", shared, ONE);
        Session first = a.seated("s1", "alice", "web", "d1");

        Admitted second = (Admitted) b.login(b.session("s2", "alice", "web", "d2"));

        assertThat(second.displaced()).containsExactly(new Displaced(first, Cause.KICKED));
        assertThat(a.store.isCurrent(first)).isFalse();
        assertThat(b.store.find("s2")).contains(second.session());
        // The index is written in the background.
        Awaitility.await().untilAsserted(() -> assertThat(a.store.find("s2")).contains(second.session()));
    }

    @Test
    void aNodeThatMissedAKickFindsOut() {
        TestNode a = node("a", shared, ONE);
        TestNode b = node("b", shared, ONE);
        Session kicked = a.seated("s1", "alice", "web", "d1");
        Session replaced = a.seated("s2", "bob", "web", "d1");
        Session removed = a.seated("s3", "carol", "web", "d1");
        Session kept = a.seated("s4", "dave", "web", "d1");
        b.seated("t1", "alice", "web", "d2");
        b.seated("t2", "bob", "web", "d1");
        b.store.removeDevices("carol", DeviceSelector.all(), Cause.KICKED);

        a.store.refreshNow();

        assertThat(a.lost)
                .containsOnly(
                        Map.entry(kicked, Cause.KICKED),
                        Map.entry(replaced, Cause.REPLACED),
                        Map.entry(removed, Cause.KICKED));
        assertThat(a.held).containsOnlyKeys("s4");
        assertThat(a.store.isCurrent(kept)).isTrue();
    }

    @Test
    void aDeadNodesSessionsVanishWithItsLease() {
        TestNode a = node("a", shared, ONE);
        TestNode b = node("b", shared, ONE);
        for (int i = 0; i < 30; i++) {
            a.seated("s" + i, "user" + i, "web", "d1");
        }
        Session own = b.seated("t", "bob", "web", "d1");
        Awaitility.await().until(() -> b.store.onlineUsers() == 31);

        a.die();

        Awaitility.await()
                .atMost(TestNode.LEASE.plusSeconds(3))
                .until(() -> b.store.sessionsOf("user7").isEmpty());
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> b.store.onlineUsers() == 1);
        String key = b.redis.keys().userSessions("user7");
        assertThat(RedisReply.number(b.redis.call(Command.read("EXISTS", key)))).isZero();
        for (int i = 0; i < 30; i++) {
            String indexKey = b.redis.keys().sessionUser("s" + i);
            assertThat(RedisReply.number(b.redis.call(Command.read("EXISTS", indexKey))))
                    .isZero();
        }
        assertThat(b.store.online(10, Optional.empty()).users()).hasSize(1);
        assertThat(b.store.find("s7")).isEmpty();
        assertThat(b.store.isCurrent(own)).isTrue();
        assertThat(b.lost).isEmpty();
    }

    @Test
    void noEntryOutlivesTheMemoryOfItsNodeHoweverLongASessionMayIdle() {
        SeatRule idleForADay = new SeatRule(1, WhenFull.KICK_OLDEST, 0, Duration.ofDays(1));
        TestNode a = node("a", shared, idleForADay);
        Session session = a.seated("s1", "alice", "web", "d1");
        String key = a.redis.keys().userSessions("alice");
        long remembered = NodeSettings.CLEANED_KEPT.toMillis();

        assertThat(RedisReply.number(a.redis.call(Command.read("PTTL", key)))).isBetween(1L, remembered - 1);
        a.redis.call(Command.write("PERSIST", key));
        a.store.refreshNow();

        assertThat(RedisReply.number(a.redis.call(Command.read("PTTL", key)))).isBetween(1L, remembered - 1);
        assertThat(a.store.isCurrent(session)).isTrue();
    }

    @Test
    void aSeatOfADeadNodeIsFreeAlsoWhereNobodyMakesRoom() {
        SeatRule reject = new SeatRule(1, WhenFull.REJECT, 0, Duration.ofMinutes(5));
        TestNode a = node("a", shared, reject);
        TestNode b = node("b", shared, reject);
        a.seated("s1", "alice", "tv", "d1");
        a.die();

        Awaitility.await()
                .atMost(TestNode.LEASE.plusSeconds(3))
                .until(() -> b.login(b.session("s2", "alice", "tv", "d2")) instanceof Admitted);
        assertThat(b.store.sessionsOf("alice")).extracting(Session::id).containsExactly("s2");
    }

    @Test
    void aNodeThatStartsAgainUnderItsNameEndsItsEarlierLifeAtOnce() {
        TestNode a = node("a", shared, ONE);
        a.seated("s1", "alice", "web", "d1");
        a.die();

        TestNode again = node("a", shared, ONE);

        assertThat(again.store.sessionsOf("alice")).isEmpty();
    }

    @Test
    void aNodeThatLostItsLeaseRegistersBeforeItServes() {
        TestNode a = node("a", shared, ONE);
        TestNode b = node("b", shared, ONE);
        Session stays = a.seated("s1", "alice", "web", "d1");
        Session loses = a.seated("s2", "bob", "web", "d1");
        String before = a.membership.incarnation();
        b.redis.call(Command.write("ZREM", b.redis.keys().nodes("leases"), before));
        b.redis.call(Command.write("ZADD", b.redis.keys().nodes("dead"), System.currentTimeMillis(), before));
        // b knows, so bob's seat is free for it; a has not noticed yet.
        Awaitility.await().until(() -> b.membership.dead().contains(before));
        Session winner = b.seated("t2", "bob", "web", "d2");

        Awaitility.await().until(() -> !a.membership.incarnation().equals(before));
        Awaitility.await().ignoreExceptions().until(() -> a.store.isCurrent(stays));
        assertThat(a.store.isCurrent(loses)).isFalse();
        // It may have been registered again before the other login, and then it is kicked like any other.
        a.store.refreshNow();
        assertThat(a.lost).containsEntry(loses, Cause.KICKED).doesNotContainKey(stays);
        assertThat(b.store.sessionsOf("bob")).containsExactly(winner);
        assertThat(b.store.sessionsOf("alice")).containsExactly(stays);
    }

    @Test
    void whoIsKickedWhileItsNodeIsTakenForDeadDoesNotComeBack() {
        TestNode a = node("a", shared, ONE);
        TestNode b = node("b", shared, ONE);
        Session hidden = a.seated("s1", "alice", "web", "d1");
        Session cleaned = a.seated("s2", "bob", "web", "d1");
        Session stays = a.seated("s3", "carol", "web", "d1");
        Session replaced = a.seated("s4", "dave", "web", "d1");
        a.store.onlineUsers();
        String before = a.membership.incarnation();
        // As b's scripts see a node that gives no sign of life.
        a.membership.close();
        Awaitility.await().until(() -> b.membership.dead().contains(before));
        // The cleaner comes once a lease at the latest, and after others' dead.
        Awaitility.await()
                .atMost(TestNode.LEASE.multipliedBy(10))
                .until(() -> RedisReply.number(b.redis.call(
                                Command.read("EXISTS", b.redis.keys().userLapsed("bob"))))
                        == 1);

        assertThat(b.store.sessionsOf("bob")).isEmpty();
        assertThat(b.store.removeDevices("alice", DeviceSelector.all(), Cause.KICKED))
                .containsExactly(hidden);
        assertThat(b.store.removeDevices("bob", DeviceSelector.all(), Cause.KICKED))
                .containsExactly(cleaned);
        Session again = b.seated("t4", "dave", "web", "d1");
        b.store.remove(again);
        b.drop(again);
        a.store.refreshNow();

        assertThat(a.lost)
                .containsOnly(
                        Map.entry(hidden, Cause.KICKED),
                        Map.entry(cleaned, Cause.KICKED),
                        Map.entry(replaced, Cause.REPLACED));
        assertThat(a.held).containsOnlyKeys(stays.id());
    }

    @Test
    void anEmptiedRedisGetsTheSessionsWithTheirSequences() {
        RedisProcess server = started();
        RedisSettings settings = RedisServers.of(server);
        TestNode a = node("a", settings, THREE);
        TestNode b = node("b", settings, THREE);
        Session first = a.seated("s1", "alice", "web", "d1");
        Session second = b.seated("s2", "alice", "web", "d2");
        Session alone = a.seated("s3", "bob", "ios", "d1");

        server.restartEmpty();

        Awaitility.await().atMost(Duration.ofSeconds(20)).ignoreExceptions().untilAsserted(() -> {
            assertThat(a.store.sessionsOf("alice")).containsExactly(first, second);
            assertThat(a.store.isCurrent(alone)).isTrue();
            assertThat(b.store.find("s3")).contains(alone);
            assertThat(b.store.onlineUsers()).isEqualTo(2);
        });
        assertThat(a.lost).isEmpty();
        assertThat(b.lost).isEmpty();
        assertThat(a.seated("s4", "alice", "web", "d4").loginSeq()).isGreaterThan(second.loginSeq());
    }

    @Test
    void aSessionThatRedisHasLostIsNotJudgedButPutBack() {
        TestNode a = node("a", shared, ONE);
        Session lost = a.seated("s1", "alice", "web", "d1");
        Session kicked = a.seated("s2", "bob", "web", "d1");
        Session replaced = a.seated("s3", "carol", "web", "d1");
        a.store.remove(kicked);
        a.seated("s4", "carol", "web", "d1");
        a.loseUser("alice");

        assertThatThrownBy(() -> a.store.isCurrent(lost)).isInstanceOf(StoreUnavailableException.class);

        Awaitility.await().ignoreExceptions().until(() -> a.store.isCurrent(lost));
        assertThat(a.store.isCurrent(kicked)).isFalse();
        assertThat(a.store.isCurrent(replaced)).isFalse();
        assertThat(a.lost).doesNotContainKey(lost);
    }

    @Test
    void lostSessionsReturnThroughThePolicyAndTheLatestWins() {
        TestNode a = node("a", shared, ONE);
        TestNode b = node("b", shared, ONE);
        Session early = a.seated("s1", "alice", "web", "d1");
        String key = a.redis.keys().userSessions("alice");
        Object before = a.redis.call(Command.read("HGET", key, "web:d1"));
        Session late = ((Admitted) b.login(b.session("s2", "alice", "web", "d2"))).session();
        // A fail-over to a replica that had not got the second login.
        a.loseUser("alice");
        a.redis.call(Command.write("HSET", key, "web:d1", String.valueOf(before)));

        b.store.refreshNow();
        assertThat(b.lostElsewhere).containsOnly(Map.entry(early, Cause.KICKED));
        a.store.refreshNow();

        assertThat(b.store.sessionsOf("alice")).containsExactly(late);
        assertThat(b.lost).isEmpty();
        assertThat(a.lost).containsEntry(early, Cause.KICKED);
    }

    @Test
    void aSessionThatEndsWhileRedisIsAwayIsRemovedLater() {
        RedisProcess server = started();
        RedisSettings settings = RedisServers.of(server).withDeadline(Duration.ofMillis(300));
        TestNode a = node("a", settings, ONE);
        Session session = a.seated("s1", "alice", "web", "d1");
        server.pause();
        assertThatThrownBy(() -> a.store.remove(session)).isInstanceOf(StoreUnavailableException.class);
        a.drop(session);

        server.resume();

        Awaitility.await().atMost(Duration.ofSeconds(10)).ignoreExceptions().until(() -> {
            a.store.refreshNow();
            return a.store.sessionsOf("alice").isEmpty();
        });
    }

    @Test
    void aLoginThatAFrozenRedisCarriesOutLaterLeavesNoSeatTaken() {
        RedisProcess server = started();
        RedisSettings settings = RedisServers.of(server).withDeadline(Duration.ofMillis(300));
        TestNode a = node("a", settings, ONE);
        a.seated("s0", "bob", "web", "d1");
        server.pause();
        assertThatThrownBy(() -> a.login(a.session("s1", "alice", "web", "d1")))
                .isInstanceOf(StoreUnavailableException.class);

        server.resume();

        String gone = a.redis.keys().userGone("alice");
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .ignoreExceptions()
                .until(() -> RedisReply.number(a.redis.call(Command.read("ZCARD", gone))) > 0);
        assertThat(a.store.sessionsOf("alice")).isEmpty();
        assertThat(a.seated("s2", "alice", "web", "d1").id()).isEqualTo("s2");
    }

    @Test
    void anAttemptToLogInThatWasTakenBackGetsNoSeat() {
        TestNode a = node("a", shared, ONE);
        SessionScripts scripts = new SessionScripts(a.redis, a.membership, SessionSettings.defaults());
        Session early = a.session("s1", "alice", "web", "d1");
        Session late = a.session("s2", "alice", "web", "d2");
        a.redis.call(scripts.login(early, ONE, "first"));

        assertThat(a.redis.call(scripts.cancel(early, "first"))).isEqualTo(1L);
        assertThat(a.redis.call(scripts.cancel(late, "second"))).isEqualTo(0L);
        a.redis.call(scripts.login(late, ONE, "second"));

        assertThat(a.store.sessionsOf("alice")).isEmpty();
    }

    @Test
    void aRedisThatWasFrozenForLongerThanALeaseKillsNobody() {
        RedisProcess server = started();
        RedisSettings settings = RedisServers.of(server).withDeadline(Duration.ofMillis(300));
        TestNode a = node("a", settings, ONE);
        TestNode b = node("b", settings, ONE);
        Session session = a.seated("s1", "alice", "web", "d1");
        Session other = b.seated("s2", "bob", "web", "d1");
        String incarnation = a.membership.incarnation();
        server.pause();
        Awaitility.await()
                .pollDelay(TestNode.LEASE.plusSeconds(1))
                .atMost(TestNode.LEASE.plusSeconds(4))
                .until(() -> true);
        assertThatThrownBy(() -> a.store.isCurrent(session)).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> a.login(a.session("s3", "carol", "web", "d1")))
                .isInstanceOf(StoreUnavailableException.class);

        server.resume();

        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .ignoreExceptions()
                .until(() -> a.store.isCurrent(session) && b.store.isCurrent(other));
        assertThat(a.membership.incarnation()).isEqualTo(incarnation);
        assertThat(a.lost).isEmpty();
        assertThat(b.lost).isEmpty();
    }

    @Test
    void rubbishInTheKeysHarmsNobody() {
        TestNode a = node("a", shared, ONE);
        Session bob = a.seated("s0", "bob", "web", "d1");
        Redis redis = a.redis;
        String sessions = redis.keys().userSessions("alice");
        List<String> rubbish = List.of(
                "",
                "{",
                "null",
                "7",
                "[]",
                "{}",
                "{\"v\":1,\"session_id\":7}",
                "{\"v\":1,\"session_id\":\"x\",\"login_seq\":1}",
                numbers("1e300", "1e13"),
                numbers("1", "1e300"),
                numbers("NaN", "1e13"));
        for (int i = 0; i < rubbish.size(); i++) {
            String device = rubbish.get(i).contains("big") ? "big" : "d" + i;
            redis.call(Command.write("HSET", sessions, "web:" + device, rubbish.get(i)));
            assertThat(a.store.sessionsOf("alice")).isEmpty();
        }
        redis.call(Command.write("SET", redis.keys().userSeq("alice"), "1e300"));
        assertThat(a.store.sessionsOf("alice")).isEmpty();

        Session session = a.seated("s1", "alice", "web", "d9");

        assertThat(a.store.sessionsOf("alice")).containsExactly(session);
        assertThat(RedisReply.number(redis.call(Command.read("HLEN", sessions))))
                .isEqualTo(1);

        for (String key : List.of(
                sessions,
                redis.keys().userPlatform("alice"),
                redis.keys().userSeq("alice"),
                redis.keys().userGone("alice"),
                redis.keys().userLapsed("alice"),
                redis.keys().userFences("alice"),
                redis.keys().sessionUser("s1"))) {
            redis.call(Command.write("DEL", key));
            redis.call(Command.write("RPUSH", key, "rubbish"));
        }
        a.store.refreshNow();

        assertThat(a.store.sessionsOf("alice")).containsExactly(session);
        assertThat(a.store.find("s1")).contains(session);
        assertThat(a.store.isCurrent(bob)).isTrue();
        assertThat(a.lost).isEmpty();
    }

    @Test
    void scriptsThatTheServerForgotAreSentAgain() {
        RedisProcess server = started();
        TestNode a = node("a", RedisServers.of(server), THREE);
        a.seated("s1", "alice", "web", "d1");
        try (Jedis jedis = server.connect()) {
            jedis.scriptFlush();
        }
        Session session = a.seated("s2", "alice", "web", "d2");
        assertThat(a.store.remove(session)).isTrue();
    }

    private TestNode node(String name, RedisSettings settings, SeatRule rule) {
        TestNode node = new TestNode(name, settings, rule, SessionSettings.defaults());
        open.push(node);
        return node;
    }

    /** Of a device that the test's rubbish has at that place, with numbers that nobody of us writes. */
    private static String numbers(String loginSeq, String expiresAt) {
        return "{\"v\":1,\"session_id\":\"x\",\"platform\":\"web\",\"device_id\":\"big\",\"login_seq\":" + loginSeq
                + ",\"expires_at\":" + expiresAt + "}";
    }

    private RedisProcess started() {
        RedisProcess server = RedisProcess.start();
        open.push(server);
        return server;
    }
}
