package io.mychat.gateway.redis.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.redis.node.NodeSettings;
import io.mychat.gateway.spi.session.DeviceSelector;
import io.mychat.gateway.spi.session.LoginOutcome.Admitted;
import io.mychat.gateway.spi.session.LoginOutcome.Cause;
import io.mychat.gateway.spi.session.Platform.WhenFull;
import io.mychat.gateway.spi.session.SeatRule;
import io.mychat.gateway.spi.session.Session;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Gateways that die, or are taken for dead. */
class DeadNodeTest {

    private static final SeatRule ONE = Nodes.seats(1);

    @AutoClose
    private final Nodes nodes = new Nodes();

    @Test
    void aDeadNodesSessionsVanishWithItsLease() {
        TestNode a = nodes.join("a", ONE);
        TestNode b = nodes.join("b", ONE);
        for (int i = 0; i < 30; i++) {
            a.seated("s" + i, "user" + i, "web", "d1");
        }
        Session own = b.seated("t", "bob", "web", "d1");
        Awaitility.await().until(() -> b.store.onlineUsers() == 31);

        a.dieAndLapse(b);
        b.store.cleanNow();

        assertThat(b.store.sessionsOf("user7")).isEmpty();
        Awaitility.await().until(() -> b.store.onlineUsers() == 1);
        String key = b.redis.keys().userSessions("user7");
        assertThat(RedisReply.number(b.redis.call(RedisCommand.read("EXISTS", key))))
                .isZero();
        for (int i = 0; i < 30; i++) {
            String indexKey = b.redis.keys().sessionUser("s" + i);
            assertThat(RedisReply.number(b.redis.call(RedisCommand.read("EXISTS", indexKey))))
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
        TestNode a = nodes.join("a", idleForADay);
        Session session = a.seated("s1", "alice", "web", "d1");
        String key = a.redis.keys().userSessions("alice");
        long remembered = NodeSettings.CLEANED_KEPT.toMillis();

        assertThat(RedisReply.number(a.redis.call(RedisCommand.read("PTTL", key))))
                .isBetween(1L, remembered - 1);
        a.redis.call(RedisCommand.write("PERSIST", key));
        a.store.refreshNow();

        assertThat(RedisReply.number(a.redis.call(RedisCommand.read("PTTL", key))))
                .isBetween(1L, remembered - 1);
        assertThat(a.store.isCurrent(session)).isTrue();
    }

    @Test
    void aSeatOfADeadNodeIsFreeAlsoWhereNobodyMakesRoom() {
        SeatRule reject = new SeatRule(1, WhenFull.REJECT, 0, Duration.ofMinutes(5));
        TestNode a = nodes.join("a", reject);
        TestNode b = nodes.join("b", reject);
        a.seated("s1", "alice", "tv", "d1");
        a.die();

        Awaitility.await()
                .atMost(TestNode.LEASE.plusSeconds(3))
                .until(() -> b.login(b.session("s2", "alice", "tv", "d2")) instanceof Admitted);
        assertThat(b.store.sessionsOf("alice")).extracting(Session::id).containsExactly("s2");
    }

    @Test
    void aNodeThatStartsAgainUnderItsNameEndsItsEarlierLifeAtOnce() {
        TestNode a = nodes.join("a", ONE);
        a.seated("s1", "alice", "web", "d1");
        a.die();

        TestNode again = nodes.join("a", ONE);

        assertThat(again.store.sessionsOf("alice")).isEmpty();
    }

    @Test
    void aNodeThatLostItsLeaseRegistersBeforeItServes() {
        TestNode a = nodes.join("a", ONE);
        TestNode b = nodes.join("b", ONE);
        Session stays = a.seated("s1", "alice", "web", "d1");
        Session loses = a.seated("s2", "bob", "web", "d1");
        String before = a.membership.incarnation();
        a.isTakenForDead(b);
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
        TestNode a = nodes.join("a", ONE);
        TestNode b = nodes.join("b", ONE);
        Session hidden = a.seated("s1", "alice", "web", "d1");
        Session cleaned = a.seated("s2", "bob", "web", "d1");
        Session stays = a.seated("s3", "carol", "web", "d1");
        Session replaced = a.seated("s4", "dave", "web", "d1");
        a.store.onlineUsers();
        String before = a.membership.incarnation();
        // As b's scripts see a node that gives no sign of life.
        a.membership.close();
        Awaitility.await().until(() -> b.membership.dead().contains(before));
        b.store.cleanNow();
        assertThat(RedisReply.number(
                        b.redis.call(RedisCommand.read("EXISTS", b.redis.keys().userLapsed("bob")))))
                .isEqualTo(1);

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
}
