package io.mychat.gateway.redis.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.redis.testing.RedisServers;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.session.SeatRule;
import io.mychat.gateway.spi.session.Session;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** A Redis that freezes, comes back empty, or forgets its scripts. */
class RedisOutageTest {

    private static final SeatRule ONE = Nodes.seats(1);
    private static final SeatRule THREE = Nodes.seats(3);

    @AutoClose
    private final Nodes nodes = new Nodes();

    @Test
    void anEmptiedRedisGetsTheSessionsWithTheirSequences() {
        RedisProcess server = nodes.server();
        RedisSettings settings = RedisServers.of(server);
        TestNode a = nodes.join("a", settings, THREE);
        TestNode b = nodes.join("b", settings, THREE);
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
    void aSessionThatEndsWhileRedisIsAwayIsRemovedLater() {
        RedisProcess server = nodes.server();
        RedisSettings settings = RedisServers.of(server).withDeadline(Duration.ofMillis(300));
        TestNode a = nodes.join("a", settings, ONE);
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
        RedisProcess server = nodes.server();
        RedisSettings settings = RedisServers.of(server).withDeadline(Duration.ofMillis(300));
        TestNode a = nodes.join("a", settings, ONE);
        a.seated("s0", "bob", "web", "d1");
        server.pause();
        assertThatThrownBy(() -> a.login(a.session("s1", "alice", "web", "d1")))
                .isInstanceOf(StoreUnavailableException.class);

        server.resume();

        String gone = a.redis.keys().userGone("alice");
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .ignoreExceptions()
                .until(() -> RedisReply.number(a.redis.call(RedisCommand.read("ZCARD", gone))) > 0);
        assertThat(a.store.sessionsOf("alice")).isEmpty();
        assertThat(a.seated("s2", "alice", "web", "d1").id()).isEqualTo("s2");
    }

    @Test
    void aRedisThatWasFrozenForLongerThanALeaseKillsNobody() {
        RedisProcess server = nodes.server();
        RedisSettings settings = RedisServers.of(server).withDeadline(Duration.ofMillis(300));
        TestNode a = nodes.join("a", settings, ONE);
        TestNode b = nodes.join("b", settings, ONE);
        Session session = a.seated("s1", "alice", "web", "d1");
        Session other = b.seated("s2", "bob", "web", "d1");
        String incarnation = a.membership.incarnation();
        server.pause();
        Awaitility.await().until(() -> !hasLease(a) && !hasLease(b));
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
    void scriptsThatTheServerForgotAreSentAgain() {
        RedisProcess server = nodes.server();
        TestNode a = nodes.join("a", RedisServers.of(server), THREE);
        a.seated("s1", "alice", "web", "d1");
        try (Jedis jedis = server.connect()) {
            jedis.scriptFlush();
        }
        Session session = a.seated("s2", "alice", "web", "d2");
        assertThat(a.store.remove(session)).isTrue();
    }

    private static boolean hasLease(TestNode node) {
        try {
            node.membership.requireLease();
            return true;
        } catch (StoreUnavailableException e) {
            return false;
        }
    }
}
