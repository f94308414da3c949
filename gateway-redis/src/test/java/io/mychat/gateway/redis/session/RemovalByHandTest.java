package io.mychat.gateway.redis.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.redis.client.Keys;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.session.LoginOutcome.Cause;
import io.mychat.gateway.spi.session.Platform.WhenFull;
import io.mychat.gateway.spi.session.SeatRule;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.testkit.ConcurrentRun;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** An operator removes keys and fields by hand, and Redis loses some by itself. */
class RemovalByHandTest {

    private static final SeatRule THREE = Nodes.seats(3);
    private static final long SECOND_MICROS = 1_000_000;

    @AutoClose
    private final Nodes nodes = new Nodes();

    private final TestNode a = nodes.join("a", THREE);
    private final TestNode b = nodes.join("b", THREE);
    private final Keys keys = a.redis.keys();

    @Test
    void aSessionWhoseFieldIsRemovedIsOverAtOnceAndIsNotWrittenBack() {
        Session removed = a.seated("s1", "alice", "web", "d1");
        Session stays = a.seated("s2", "alice", "ios", "d2");
        call("HDEL", keys.userSessions("alice"), "web:d1");

        assertThat(a.store.isCurrent(removed)).isFalse();
        assertThat(a.store.isCurrent(stays)).isTrue();
        assertThat(a.lost).isEmpty();
        a.store.refreshNow();
        b.store.refreshNow();
        a.store.refreshNow();

        assertThat(a.lost).containsOnly(Map.entry(removed, Cause.REMOVED));
        assertThat(b.store.sessionsOf("alice")).containsExactly(stays);
        assertThat(metric("redis_sessions_taken_out_total")).isPositive();
        assertThat(metric("redis_sessions_restored_total")).isZero();
    }

    @Test
    void itIsOverForACompetitionThatComesLaterToo() {
        Session removed = a.seated("s1", "alice", "web", "d1");
        call("HDEL", keys.userSessions("alice"), "web:d1");

        Session next = b.seated("t1", "alice", "web", "d9");
        a.store.refreshNow();

        assertThat(a.lost).containsOnly(Map.entry(removed, Cause.REMOVED));
        assertThat(a.store.isCurrent(removed)).isFalse();
        assertThat(b.store.sessionsOf("alice")).containsExactly(next);
    }

    @Test
    void aNodeThatIsTakenForDeadAfterTheRemovalDoesNotBringItBack() {
        Session removed = a.seated("s1", "alice", "web", "d1");
        Session stays = a.seated("s2", "alice", "ios", "d2");
        call("HDEL", keys.userSessions("alice"), "web:d1");
        String before = a.membership.incarnation();
        a.isTakenForDead(b);

        Awaitility.await().until(() -> !a.membership.incarnation().equals(before));
        Awaitility.await().ignoreExceptions().until(() -> a.store.isCurrent(stays));
        a.store.refreshNow();

        assertThat(a.lost).containsOnly(Map.entry(removed, Cause.REMOVED));
        assertThat(b.store.sessionsOf("alice")).containsExactly(stays);
    }

    @Test
    void theWholeKeyRemovedEndsAllSessionsOfTheUserAndNobodyElses() {
        Session web = a.seated("s1", "alice", "web", "d1");
        Session phone = b.seated("s2", "alice", "ios", "d2");
        Session bob = a.seated("s3", "bob", "web", "d1");
        call("DEL", keys.userSessions("alice"));

        assertThat(a.store.isCurrent(web)).isFalse();
        a.store.refreshNow();
        b.store.refreshNow();

        assertThat(a.lost).containsOnly(Map.entry(web, Cause.REMOVED));
        assertThat(b.lost).containsOnly(Map.entry(phone, Cause.REMOVED));
        assertThat(a.store.isCurrent(bob)).isTrue();
        assertThat(a.store.sessionsOf("alice")).isEmpty();
    }

    @Test
    void aLostHighestSequenceBringsAllSessionsBack() {
        Session early = a.seated("s1", "alice", "web", "d1");
        Session late = b.seated("s2", "alice", "ios", "d2");
        a.lose(List.of(keys.userSessions("alice"), keys.userSeq("alice"), keys.userSeen("alice")));

        assertThatThrownBy(() -> a.store.isCurrent(early)).isInstanceOf(StoreUnavailableException.class);
        // The later login comes back first, and a third one comes in between: the early one is no less lost.
        b.store.refreshNow();
        Session next = b.seated("s3", "alice", "tv", "d3");
        a.store.refreshNow();

        assertThat(a.store.sessionsOf("alice")).containsExactly(early, late, next);
        assertThat(a.lost).isEmpty();
        assertThat(b.lost).isEmpty();
    }

    @Test
    void aLostTailIsNoRemovalAlsoWhenALaterLoginHasRaisedTheSequence() {
        Session early = a.seated("s1", "alice", "web", "d1");
        Session tail = a.seated("s2", "alice", "ios", "d2");
        // A replica that had not got the second login becomes the master.
        call("HDEL", keys.userSessions("alice"), "ios:d2");
        call("HDEL", keys.userSeen("alice"), "ios:d2");
        call("SET", keys.userSeq("alice"), early.loginSeq());
        Session next = b.seated("s3", "alice", "tv", "d3");

        a.store.refreshNow();

        assertThat(a.store.sessionsOf("alice")).containsExactly(early, tail, next);
        assertThat(a.lost).isEmpty();
    }

    @Test
    void aSequenceThatIsLowerThanTheSessionsSaysThatRedisHasLostIt() {
        Session session = a.seated("s1", "alice", "web", "d1");
        call("DEL", keys.userSessions("alice"));
        call("SET", keys.userSeq("alice"), session.loginSeq() - SECOND_MICROS);

        a.store.refreshNow();

        assertThat(a.store.isCurrent(session)).isTrue();
    }

    @Test
    void whatExpiresWhileItsNodeIsCutOffIsNotTakenForRemoved() {
        Session expired = a.seated("s1", "alice", "web", "d1");
        Session stays = b.seated("s2", "alice", "ios", "d2");
        String sessions = keys.userSessions("alice");
        // As if the time of the entry were over: the next script takes it out.
        String entry = RedisReply.text(a.redis.call(RedisCommand.read("HGET", sessions, "web:d1")));
        call("HSET", sessions, "web:d1", entry.replaceAll("\"expires_at\":\\d+", "\"expires_at\":1"));
        b.store.refreshNow();
        assertThat(b.store.sessionsOf("alice")).containsExactly(stays);

        a.store.refreshNow();

        assertThat(a.store.sessionsOf("alice")).containsExactly(expired, stays);
    }

    @Test
    void theSequenceAloneEndsNoSession() {
        SessionSettings brief = SessionSettings.defaults().withRefresh(Duration.ofMillis(400));
        SeatRule impatient = new SeatRule(1, WhenFull.KICK_OLDEST, 0, Duration.ofMillis(1));
        try (TestNode node = new TestNode("c", nodes.settings(), impatient, brief)) {
            Session session = node.session("s1", "carol", "web", "d1");
            // Held by nobody yet, and so prolonged by nobody.
            Session seated = ((io.mychat.gateway.spi.session.LoginOutcome.Admitted)
                            node.store.login(session, impatient))
                    .session();
            Awaitility.await().until(() -> exists(keys.userSessions("carol")) == 0);
            assertThat(exists(keys.userSeq("carol"))).isEqualTo(1);
            node.held.put("s1", seated);

            node.store.refreshNow();

            assertThat(node.lost).isEmpty();
            assertThat(node.store.sessionsOf("carol")).containsExactly(seated);
        }
    }

    /** A comparison, another device's login and the removal at the same time, many times. */
    @Test
    void whateverRunsBesideARemovalItIsNeverUndone() {
        for (int round = 0; round < 150; round++) {
            String user = "user" + round;
            Session removed = a.seated("r" + round, user, "web", "d1");
            String next = "n" + round;
            List<Object> unused = ConcurrentRun.run(4, thread -> switch (thread) {
                case 0 -> call("HDEL", keys.userSessions(user), "web:d1");
                case 1 -> b.seated(next, user, "ios", "d2");
                default -> {
                    (thread == 2 ? a : b).store.refreshNow();
                    yield thread;
                }
            });

            assertThat(a.store.isCurrent(removed)).as("round %s", round).isFalse();
            a.store.refreshNow();
            b.store.refreshNow();

            assertThat(a.lost).as("round %s", round).containsEntry(removed, Cause.REMOVED);
            assertThat(b.store.sessionsOf(user))
                    .extracting(Session::id)
                    .as("round %s", round)
                    .containsExactly(next);
            b.drop(b.held.values().iterator().next());
        }
    }

    /** Redis loses a user in one step, and everybody compares and logs in at the same time: nobody is taken for removed. */
    @Test
    void whateverRunsBesideALossNobodyIsTakenForRemoved() {
        for (int round = 0; round < 150; round++) {
            String user = "user" + round;
            Session one = a.seated("a" + round, user, "web", "d1");
            Session two = b.seated("b" + round, user, "ios", "d2");
            String next = "n" + round;
            List<Object> unused = ConcurrentRun.run(4, thread -> switch (thread) {
                case 0 -> {
                    a.lose(List.of(keys.userSessions(user), keys.userSeq(user), keys.userSeen(user)));
                    yield thread;
                }
                case 1 -> b.seated(next, user, "tv", "d3");
                default -> {
                    (thread == 2 ? a : b).store.refreshNow();
                    yield thread;
                }
            });
            a.store.refreshNow();
            b.store.refreshNow();

            assertThat(a.lost).as("round %s", round).isEmpty();
            assertThat(b.lost).as("round %s", round).isEmpty();
            assertThat(a.store.sessionsOf(user))
                    .extracting(Session::id)
                    .as("round %s", round)
                    .containsExactly(one.id(), two.id(), next);
            a.drop(one);
            b.held.clear();
        }
    }

    @Test
    void theHighestSequenceOutlivesTheSessionsHoweverOldTheyAre() {
        Session session = a.seated("s1", "alice", "web", "d1");
        for (String gone : List.of("PEXPIRE", "DEL")) {
            if (gone.equals("DEL")) {
                call("DEL", keys.userSeq("alice"));
            } else {
                call("PEXPIRE", keys.userSeq("alice"), 60_000);
            }

            a.store.refreshNow();

            long left = RedisReply.number(a.redis.call(RedisCommand.read("PTTL", keys.userSeq("alice"))));
            assertThat(left)
                    .isGreaterThan(
                            RedisReply.number(a.redis.call(RedisCommand.read("PTTL", keys.userSessions("alice")))));
            assertThat(RedisReply.number(a.redis.call(RedisCommand.read("GET", keys.userSeq("alice")))))
                    .isEqualTo(session.loginSeq());
        }
        call("HDEL", keys.userSessions("alice"), "web:d1");
        assertThat(a.store.isCurrent(session)).isFalse();
    }

    @Test
    void anIndexThatIsRemovedAloneIsRewritten() {
        Session session = a.seated("s1", "alice", "web", "d1");
        String index = keys.sessionUser("s1");
        Awaitility.await().until(() -> exists(index) == 1);
        for (String key : List.of(index, keys.userPlatform("alice"), keys.online(Keys.onlineBucket("alice")))) {
            call("DEL", key);

            a.store.refreshNow();

            assertThat(exists(key)).as(key).isEqualTo(1);
        }
        assertThat(b.store.find("s1")).contains(session);
        assertThat(a.lost).isEmpty();
    }

    @Test
    void aValueOfAnotherTypeInPlaceOfTheSessionsIsNoRemoval() {
        Session session = a.seated("s1", "alice", "web", "d1");
        call("DEL", keys.userSessions("alice"));
        call("SET", keys.userSessions("alice"), "rubbish");

        assertThatThrownBy(() -> a.store.isCurrent(session)).isInstanceOf(StoreUnavailableException.class);
        a.store.refreshNow();

        assertThat(a.store.isCurrent(session)).isTrue();
        assertThat(a.lost).isEmpty();
    }

    @Test
    void aDeadNodesIndexGoesAfterAnotherLoginToo() {
        a.seated("s1", "alice", "web", "d1");
        Awaitility.await().until(() -> exists(keys.sessionUser("s1")) == 1);
        a.dieAndLapse(b);
        b.seated("t1", "alice", "web", "d1");
        b.store.cleanNow();

        assertThat(RedisReply.number(b.redis.call(RedisCommand.read("EXISTS", keys.sessionUser("s1")))))
                .isZero();
        Awaitility.await().until(() -> b.store.find("t1").isPresent());
    }

    @Test
    void anIndexThatALivingNodeHasWrittenIsNotRemovedWithTheDead() {
        Session session = a.seated("s1", "alice", "web", "d1");
        Awaitility.await().until(() -> exists(keys.sessionUser("s1")) == 1);
        SessionScripts scripts = new SessionScripts(a.redis, a.membership, SessionSettings.defaults());

        assertThat(RedisReply.number(a.redis.call(scripts.unindex("s1")))).isZero();
        assertThat(a.store.find("s1")).contains(session);
        call("HDEL", keys.sessionUser("s1"), "incarnation");
        assertThat(RedisReply.number(a.redis.call(scripts.unindex("s1")))).isEqualTo(1);
    }

    private long exists(String key) {
        return RedisReply.number(a.redis.call(RedisCommand.read("EXISTS", key)));
    }

    private Object call(String command, String key, Object... args) {
        return String.valueOf(a.redis.call(RedisCommand.write(command, key, args)));
    }

    private double metric(String name) {
        return a.store.metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .mapToDouble(Metric::value)
                .sum();
    }
}
