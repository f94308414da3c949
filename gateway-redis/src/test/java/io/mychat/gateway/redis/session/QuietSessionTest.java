package io.mychat.gateway.redis.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.redis.client.Keys;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.session.DeviceSelector;
import io.mychat.gateway.spi.session.LoginOutcome.Admitted;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions that are only read, because their renewal is not due: all that may happen to them is noticed all the same. */
class QuietSessionTest {

    private static final SeatRule LONG = new SeatRule(3, WhenFull.KICK_OLDEST, 0, Duration.ofHours(1));

    @AutoClose
    private final Nodes nodes = new Nodes();

    private final TestNode a = nodes.join("a", LONG);
    private final TestNode b = nodes.join("b", LONG);
    private final Keys keys = a.redis.keys();

    /** The first comparison of a node renews everything. */
    @BeforeEach
    void compareOnce() {
        a.store.refreshNow();
        b.store.refreshNow();
    }

    @Test
    void aSessionAtRestIsReadAndItsEntryStays() {
        a.seated("s1", "alice", "web", "d1");
        a.seated("s2", "alice", "ios", "d2");
        String before = entry("web:d1");
        for (int i = 0; i < 3; i++) {
            a.store.refreshNow();
        }

        assertThat(entry("web:d1")).isEqualTo(before);
        assertThat(metric(a, "redis_sessions_compared_total")).isEqualTo(6);
        assertThat(metric(a, "redis_sessions_renewed_total")).isZero();
        assertThat(a.lost).isEmpty();
    }

    @Test
    void aKickWhoseHintIsLostIsSeen() {
        Session kicked = a.seated("s1", "alice", "web", "d1");
        Session stays = a.seated("s2", "alice", "ios", "d2");
        b.store.removeDevices("alice", DeviceSelector.of(kicked.device()), Cause.KICKED);

        a.store.refreshNow();

        assertThat(a.lost).containsOnly(Map.entry(kicked, Cause.KICKED));
        assertThat(a.held.values()).containsExactly(stays);
    }

    @Test
    void aTakeOverByTheSameDeviceIsSeen() {
        Session replaced = a.seated("s1", "alice", "web", "d1");
        Session next = b.seated("t1", "alice", "web", "d1");

        a.store.refreshNow();

        assertThat(a.lost).containsOnly(Map.entry(replaced, Cause.REPLACED));
        assertThat(a.store.sessionsOf("alice")).containsExactly(next);
    }

    @Test
    void whatRedisHasLostIsRestored() {
        Session lost = a.seated("s1", "alice", "web", "d1");
        a.loseUser("alice");

        a.store.refreshNow();

        assertThat(b.store.sessionsOf("alice")).containsExactly(lost);
        assertThat(a.restored).containsExactly("alice");
        assertThat(a.lost).isEmpty();
    }

    @Test
    void whatIsRemovedByHandEnds() {
        Session removed = a.seated("s1", "alice", "web", "d1");
        call("HDEL", keys.userSessions("alice"), "web:d1");

        a.store.refreshNow();

        assertThat(a.lost).containsOnly(Map.entry(removed, Cause.REMOVED));
        assertThat(a.store.sessionsOf("alice")).isEmpty();
    }

    @Test
    void aValueOfAnotherTypeIsNoRemoval() {
        Session session = a.seated("s1", "alice", "web", "d1");
        call("DEL", keys.userSessions("alice"));
        call("SET", keys.userSessions("alice"), "rubbish");

        a.store.refreshNow();

        assertThat(a.store.isCurrent(session)).isTrue();
        assertThat(a.lost).isEmpty();
    }

    /** What an earlier release has written, or somebody's hand. */
    @Test
    void anEntryThatIsWrittenDifferentlyIsWrittenAgain() {
        Session session = a.seated("s1", "alice", "web", "d1");
        String before = entry("web:d1");
        for (String other : List.of(
                before.replace("192.0.2.1", "192.0.2.9"),
                before.replaceAll(",\"username\":\"[^\"]*\"", ""),
                before.replace(a.membership.incarnation(), "an-earlier-one"),
                "rubbish")) {
            call("HSET", keys.userSessions("alice"), "web:d1", other);

            a.store.refreshNow();

            assertThat(b.store.sessionsOf("alice")).as(other).containsExactly(session);
            assertThat(a.lost).as(other).isEmpty();
        }
    }

    @Test
    void itsIndexLivesAsLongAsItMayBeIdleAndIsRewrittenWhenItIsLost() {
        Session session = a.seated("s1", "alice", "web", "d1");
        String index = keys.sessionUser("s1");
        Awaitility.await().until(() -> number("EXISTS", index) == 1);
        call("PEXPIRE", index, 60_000);
        a.store.refreshNow();
        assertThat(number("PTTL", index)).isGreaterThan(Duration.ofHours(1).toMillis());

        for (String key : List.of(index, keys.online(Keys.onlineBucket("alice")))) {
            call("DEL", key);
            a.store.refreshNow();
            assertThat(number("EXISTS", key)).as(key).isEqualTo(1);
        }
        assertThat(b.store.find("s1")).contains(session);
        assertThat(metric(a, "redis_sessions_renewed_total")).isZero();
    }

    @Test
    void aRenewalThatIsDueWritesLifeAndDerivedKeysAgain() {
        SessionSettings defaults = SessionSettings.defaults();
        SessionSettings often = new SessionSettings(
                defaults.refresh(), Duration.ofSeconds(1), defaults.goneKept(), defaults.batch(), defaults.pace());
        try (TestNode node = new TestNode("c", nodes.settings(), LONG, often)) {
            Session session = node.seated("s1", "carol", "web", "d1");
            node.store.refreshNow();
            call("DEL", keys.userPlatform("carol"));
            call("PEXPIRE", keys.userSessions("carol"), 60_000);

            Awaitility.await().untilAsserted(() -> {
                node.store.refreshNow();
                assertThat(number("EXISTS", keys.userPlatform("carol"))).isEqualTo(1);
                assertThat(number("PTTL", keys.userSessions("carol")))
                        .isGreaterThan(Duration.ofHours(1).toMillis());
            });
            assertThat(node.store.sessionsOf("carol")).containsExactly(session);
        }
    }

    @Test
    void aLifeThatEndsBeforeTheNextRenewalIsProlongedByEachComparison() {
        SeatRule brief = new SeatRule(3, WhenFull.KICK_OLDEST, 0, Duration.ofMinutes(2));
        TestNode node = nodes.join("c", brief);
        node.store.refreshNow();
        Session session = node.seated("s1", "carol", "web", "d1");
        call("PEXPIRE", keys.userSessions("carol"), 60_000);

        node.store.refreshNow();

        assertThat(number("PTTL", keys.userSessions("carol")))
                .isGreaterThan(Duration.ofMinutes(2).toMillis());
        assertThat(node.store.sessionsOf("carol")).containsExactly(session);
    }

    @Test
    void aSessionWhoseClientComesBackShortlyBeforeItsEndIsRenewedByTheNextComparison() {
        Session session = a.seated("s1", "alice", "web", "d1");
        a.silence = LONG.sessionTimeout();
        a.store.refreshNow();
        assertThat(number("PTTL", keys.userSessions("alice")))
                .isLessThanOrEqualTo(Duration.ofMinutes(1).toMillis());

        a.silence = Duration.ZERO;
        a.store.refreshNow();

        assertThat(number("PTTL", keys.userSessions("alice")))
                .isGreaterThan(Duration.ofHours(1).toMillis());
        assertThat(SessionRecord.endOf(entry("web:d1")) - System.currentTimeMillis())
                .isGreaterThan(Duration.ofMinutes(59).toMillis());
        assertThat(b.store.sessionsOf("alice")).containsExactly(session);
    }

    @Test
    void aNodeThatRegistersAgainWritesItsSessionsUnderTheNewIncarnation() {
        Session session = a.seated("s1", "alice", "web", "d1");
        String before = a.membership.incarnation();
        a.isTakenForDead(b);
        Awaitility.await().until(() -> !a.membership.incarnation().equals(before));
        Awaitility.await().ignoreExceptions().until(() -> a.store.isCurrent(session));

        assertThat(entry("web:d1")).contains(a.membership.incarnation());
        assertThat(b.store.sessionsOf("alice")).containsExactly(session);
    }

    /** A kick, a removal by hand, a loss, logins and comparisons at the same time, many times. */
    @Test
    void whateverRunsBesideAComparisonEndsAsWithoutIt() {
        for (int round = 0; round < 100; round++) {
            String user = "user" + round;
            Session kicked = a.seated("k" + round, user, "web", "d1");
            Session removed = a.seated("r" + round, user, "ios", "d2");
            String next = "n" + round;
            List<Object> unused = ConcurrentRun.run(5, thread -> switch (thread) {
                case 0 -> call("HDEL", keys.userSessions(user), "ios:d2");
                case 1 -> b.store.removeDevices(user, DeviceSelector.of(kicked.device()), Cause.KICKED);
                case 2 -> ((Admitted) b.login(b.session(next, user, "tv", "d3"))).session();
                default -> {
                    (thread == 3 ? a : b).store.refreshNow();
                    yield thread;
                }
            });
            a.store.refreshNow();
            b.store.refreshNow();

            assertThat(a.lost)
                    .as("round %s", round)
                    .containsEntry(removed, Cause.REMOVED)
                    .containsEntry(kicked, Cause.KICKED);
            assertThat(b.store.sessionsOf(user))
                    .extracting(Session::id)
                    .as("round %s", round)
                    .containsExactly(next);
            b.held.clear();
        }
        assertThat(b.lost).isEmpty();
    }

    private String entry(String field) {
        return RedisReply.text(a.redis.call(RedisCommand.read("HGET", keys.userSessions("alice"), field)));
    }

    private long number(String command, String key) {
        return RedisReply.number(a.redis.call(RedisCommand.read(command, key)));
    }

    private Object call(String command, String key, Object... args) {
        return String.valueOf(a.redis.call(RedisCommand.write(command, key, args)));
    }

    private static double metric(TestNode node, String name) {
        return node.store.metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .mapToDouble(Metric::value)
                .sum();
    }
}
