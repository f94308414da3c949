package io.mychat.gateway.redis.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.session.DeviceSelector;
import io.mychat.gateway.spi.session.LoginOutcome.Admitted;
import io.mychat.gateway.spi.session.LoginOutcome.Cause;
import io.mychat.gateway.spi.session.LoginOutcome.Displaced;
import io.mychat.gateway.spi.session.SeatRule;
import io.mychat.gateway.spi.session.Session;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Several gateways on one Redis: logins, kicks, and what a Redis has lost. */
class ClusterOfNodesTest {

    private static final SeatRule ONE = Nodes.seats(1);
    private static final SeatRule THREE = Nodes.seats(3);

    @AutoClose
    private final Nodes nodes = new Nodes();

    @Test
    void aLoginIsOneRoundTrip() {
        TestNode a = nodes.join("a", THREE);
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
        TestNode a = nodes.join("a", ONE);
        TestNode b = nodes.join("b", ONE);
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
        TestNode a = nodes.join("a", ONE);
        TestNode b = nodes.join("b", ONE);
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
    void aSessionThatRedisHasLostIsNotJudgedButPutBack() {
        TestNode a = nodes.join("a", ONE);
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
        TestNode a = nodes.join("a", ONE);
        TestNode b = nodes.join("b", ONE);
        Session early = a.seated("s1", "alice", "web", "d1");
        String key = a.redis.keys().userSessions("alice");
        Object before = a.redis.call(RedisCommand.read("HGET", key, "web:d1"));
        Session late = ((Admitted) b.login(b.session("s2", "alice", "web", "d2"))).session();
        // A fail-over to a replica that had not got the second login.
        a.loseUser("alice");
        a.redis.call(RedisCommand.write("HSET", key, "web:d1", String.valueOf(before)));

        b.store.refreshNow();
        assertThat(b.lostElsewhere).containsOnly(Map.entry(early, Cause.KICKED));
        a.store.refreshNow();

        assertThat(b.store.sessionsOf("alice")).containsExactly(late);
        assertThat(b.lost).isEmpty();
        assertThat(a.lost).containsEntry(early, Cause.KICKED);
    }

    @Test
    void anAttemptToLogInThatWasTakenBackGetsNoSeat() {
        TestNode a = nodes.join("a", ONE);
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
    void rubbishInTheKeysHarmsNobody() {
        TestNode a = nodes.join("a", ONE);
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
            redis.call(RedisCommand.write("HSET", sessions, "web:" + device, rubbish.get(i)));
            assertThat(a.store.sessionsOf("alice")).isEmpty();
        }
        redis.call(RedisCommand.write("SET", redis.keys().userSeq("alice"), "1e300"));
        assertThat(a.store.sessionsOf("alice")).isEmpty();

        Session session = a.seated("s1", "alice", "web", "d9");

        assertThat(a.store.sessionsOf("alice")).containsExactly(session);
        assertThat(RedisReply.number(redis.call(RedisCommand.read("HLEN", sessions))))
                .isEqualTo(1);

        for (String key : List.of(
                sessions,
                redis.keys().userPlatform("alice"),
                redis.keys().userSeq("alice"),
                redis.keys().userGone("alice"),
                redis.keys().userLapsed("alice"),
                redis.keys().userFences("alice"),
                redis.keys().sessionUser("s1"))) {
            redis.call(RedisCommand.write("DEL", key));
            redis.call(RedisCommand.write("RPUSH", key, "rubbish"));
        }
        a.store.refreshNow();

        assertThat(a.store.sessionsOf("alice")).containsExactly(session);
        assertThat(a.store.find("s1")).contains(session);
        assertThat(a.store.isCurrent(bob)).isTrue();
        assertThat(a.lost).isEmpty();
    }

    /** Of a device that the test's rubbish has at that place, with numbers that nobody of us writes. */
    private static String numbers(String loginSeq, String expiresAt) {
        return "{\"v\":1,\"session_id\":\"x\",\"platform\":\"web\",\"device_id\":\"big\",\"login_seq\":" + loginSeq
                + ",\"expires_at\":" + expiresAt + "}";
    }
}
