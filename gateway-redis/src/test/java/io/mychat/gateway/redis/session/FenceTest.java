package io.mychat.gateway.redis.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.redis.client.Keys;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.spi.session.DeviceSelector;
import io.mychat.gateway.spi.session.LoginOutcome.Cause;
import io.mychat.gateway.spi.session.SeatRule;
import io.mychat.gateway.spi.session.Session;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Kicks and logouts that come after Redis has lost a session and before its node has put it back. */
class FenceTest {

    private static final SeatRule FIVE = Nodes.seats(5);
    private static final long HOUR_MICROS = 3_600_000_000L;

    @AutoClose
    private final Nodes nodes = new Nodes();

    private final TestNode a = nodes.join("a", FIVE);
    private final TestNode b = nodes.join("b", FIVE);
    private final Keys keys = a.redis.keys();

    @Test
    void aKickOfWhatRedisHasLostIsNotForgotten() {
        Session kicked = a.seated("s1", "alice", "web", "d1");
        Session revoked = a.seated("s2", "alice", "ios", "d2");
        Session stays = a.seated("s3", "alice", "tv", "d3");
        redisLoses("alice");

        assertThat(b.store.removeDevices("alice", DeviceSelector.of(kicked.device()), Cause.KICKED))
                .isEmpty();
        b.store.removeDevices("alice", DeviceSelector.of(revoked.device()), Cause.REVOKED);
        assertThat(a.store.isCurrent(kicked)).isFalse();
        a.store.refreshNow();

        assertThat(a.lost).containsOnly(Map.entry(kicked, Cause.KICKED), Map.entry(revoked, Cause.REVOKED));
        assertThat(b.store.sessionsOf("alice")).containsExactly(stays);
    }

    @Test
    void itReachesAPlatformAnIdOrTheWholeUser() {
        Session web = a.seated("s1", "alice", "web", "d1");
        Session phone = a.seated("s2", "alice", "ios", "d1");
        Session pad = a.seated("s3", "alice", "ios", "d2");
        Session other = a.seated("s4", "alice", "web", "d2");
        Session bob = a.seated("s5", "bob", "web", "d1");
        redisLoses("alice");
        redisLoses("bob");

        b.store.removeDevices("alice", DeviceSelector.ofPlatform("ios"), Cause.KICKED);
        b.store.removeDevices("alice", new DeviceSelector(Optional.empty(), Optional.of("d1")), Cause.REVOKED);
        b.store.removeDevices("bob", DeviceSelector.all(), Cause.KICKED);
        a.store.refreshNow();

        assertThat(a.lost)
                .containsOnly(
                        Map.entry(web, Cause.REVOKED),
                        Map.entry(phone, Cause.KICKED),
                        Map.entry(pad, Cause.KICKED),
                        Map.entry(bob, Cause.KICKED));
        assertThat(b.store.sessionsOf("alice")).containsExactly(other);
        // The index that b counts is written by a, in the background.
        Awaitility.await().until(() -> b.store.onlineUsers() == 1);
    }

    @Test
    void theRemovalOfExactlyOneSessionThatRedisHasLostIsNotForgotten() {
        Session ended = a.seated("s1", "alice", "web", "d1");
        redisLoses("alice");

        assertThat(b.store.remove(ended)).isFalse();
        a.store.refreshNow();

        assertThat(a.lost).containsOnly(Map.entry(ended, Cause.KICKED));
        assertThat(b.store.sessionsOf("alice")).isEmpty();
    }

    @Test
    void aLoginAfterTheKickIsNotHitAlsoWhenRedisLosesItAgain() {
        a.seated("s1", "alice", "web", "d1");
        redisLoses("alice");
        b.store.removeDevices("alice", DeviceSelector.all(), Cause.KICKED);
        Session later = b.seated("t1", "alice", "web", "d1");
        redisForgets("alice");

        b.store.refreshNow();
        a.store.refreshNow();

        assertThat(b.lost).isEmpty();
        assertThat(b.store.sessionsOf("alice")).containsExactly(later);
        assertThat(a.held).isEmpty();
    }

    @Test
    void aLoginIsLaterThanTheFenceDespiteAnEarlierClock() {
        b.store.removeDevices("alice", DeviceSelector.all(), Cause.KICKED);
        long ahead = System.currentTimeMillis() * 1000 + HOUR_MICROS;
        a.redis.call(RedisCommand.write("ZADD", keys.userFences("alice"), ahead, "K:*:*"));
        a.redis.call(RedisCommand.write("DEL", keys.userSeq("alice")));

        Session later = a.seated("s1", "alice", "web", "d1");
        assertThat(later.loginSeq()).isGreaterThan(ahead);
        redisForgets("alice");
        a.store.refreshNow();

        assertThat(a.store.isCurrent(later)).isTrue();
        assertThat(a.lost).isEmpty();
    }

    @Test
    void aKickIsLaterThanKnownSessionsDespiteAnEarlierClock() {
        Session ahead = a.seated("s1", "alice", "web", "d1");
        Session early = ahead.withLoginSeq(ahead.loginSeq() + HOUR_MICROS);
        a.redis.call(RedisCommand.write("SET", keys.userSeq("alice"), early.loginSeq()));
        Session known = a.seated("s2", "alice", "web", "d2");
        a.redis.call(RedisCommand.write("DEL", keys.userSeq("alice")));
        a.redis.call(RedisCommand.write("HDEL", keys.userSessions("alice"), "web:d1"));
        a.held.put("s1", early);

        b.store.removeDevices("alice", DeviceSelector.ofPlatform("web"), Cause.KICKED);
        a.store.refreshNow();

        assertThat(a.lost).containsOnly(Map.entry(early, Cause.KICKED), Map.entry(known, Cause.KICKED));
    }

    @Test
    void theFencesAreFewAndOfTheManyTheLatestStay() {
        Session first = a.seated("s1", "alice", "web", "d0");
        Session last = a.seated("s2", "alice", "web", "d99");
        redisLoses("alice");
        for (int i = 0; i < 100; i++) {
            DeviceSelector one = new DeviceSelector(Optional.of("web"), Optional.of("d" + i));
            b.store.removeDevices("alice", one, Cause.KICKED);
        }
        String fences = keys.userFences("alice");

        assertThat(RedisReply.number(a.redis.call(RedisCommand.read("ZCARD", fences))))
                .isEqualTo(64);
        assertThat(RedisReply.number(a.redis.call(RedisCommand.read("PTTL", fences))))
                .isBetween(1L, SessionSettings.defaults().goneKept().toMillis());
        a.store.refreshNow();
        assertThat(a.lost).containsOnly(Map.entry(last, Cause.KICKED));
        assertThat(a.held.values()).containsExactly(first);
    }

    @Test
    void rubbishAmongTheFencesHarmsNobody() {
        Session session = a.seated("s1", "alice", "web", "d1");
        for (String rubbish : List.of("", "K", "K:*", "X:*:*", "K::", "R:web:d1", "K:*:*:*")) {
            a.redis.call(RedisCommand.write("ZADD", keys.userFences("alice"), "inf", rubbish));
        }
        redisForgets("alice");
        a.store.refreshNow();

        assertThat(a.store.isCurrent(session)).isTrue();
        assertThat(a.seated("s2", "alice", "web", "d1").loginSeq()).isLessThan(Long.MAX_VALUE / 2);
    }

    /** Redis loses the sessions and that they were stored, but no fence. */
    private void redisForgets(String user) {
        a.lose(List.of(keys.userSessions(user), keys.userSeq(user), keys.userSeen(user)));
    }

    private void redisLoses(String user) {
        a.lose(List.of(keys.userSessions(user), keys.userPlatform(user), keys.userSeq(user), keys.userGone(user)));
    }
}
