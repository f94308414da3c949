package io.mychat.gateway.redis.session;

import io.mychat.gateway.redis.client.Keys;
import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.node.Membership;
import io.mychat.gateway.redis.node.NodeSettings;
import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.testing.RealTime;
import io.mychat.gateway.spi.session.LoginOutcome;
import io.mychat.gateway.spi.session.LoginOutcome.Admitted;
import io.mychat.gateway.spi.session.LoginOutcome.Cause;
import io.mychat.gateway.spi.session.LoginOutcome.Displaced;
import io.mychat.gateway.spi.session.OwnSession;
import io.mychat.gateway.spi.session.SeatRule;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.SessionOwner;
import io.mychat.gateway.spi.session.UserInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** A gateway as far as sessions are concerned: a store, a lease, and the sessions that it holds. */
final class TestNode implements SessionOwner, AutoCloseable {

    static final Duration LEASE = Duration.ofSeconds(3);

    final String name;
    final Redis redis;
    final Membership membership;
    final RedisSessionStore store;
    final SeatRule rule;
    final Map<String, Session> held = new ConcurrentHashMap<>();
    /** How long the clients of all held sessions have been silent. */
    volatile Duration silence = Duration.ZERO;
    /** Users of whom Redis had lost a session that is there again. */
    final List<String> restored = new CopyOnWriteArrayList<>();

    final Map<Session, Cause> lost = new ConcurrentHashMap<>();
    /** Of other nodes. */
    final Map<Session, Cause> lostElsewhere = new ConcurrentHashMap<>();

    TestNode(String name, RedisSettings settings, SeatRule rule, SessionSettings sessions) {
        this.name = name;
        this.rule = rule;
        this.redis = Redis.of(settings, new RealTime());
        this.membership = new Membership(redis, NodeSettings.of(name, LEASE));
        membership.start();
        this.store = new RedisSessionStore(redis, membership, sessions, restored::add);
        store.attach(this);
    }

    private volatile boolean dead;

    boolean isDead() {
        return dead;
    }

    /** Logs in, holds the session, and lets go whoever has lost a seat here. */
    LoginOutcome login(Session candidate) {
        LoginOutcome outcome = store.login(candidate, rule);
        if (outcome instanceof Admitted admitted) {
            held.put(admitted.session().id(), admitted.session());
            admitted.displaced().stream().map(Displaced::session).forEach(this::drop);
        }
        return outcome;
    }

    Session seated(String id, String userId, String platform, String device) {
        return ((Admitted) login(session(id, userId, platform, device))).session();
    }

    Session session(String id, String userId, String platform, String device) {
        return new Session(
                id,
                new UserInfo(userId, userId + "@example.org", Set.of("member")),
                new io.mychat.gateway.spi.session.DeviceKey(platform, device),
                "192.0.2.1",
                Instant.parse("2025-01-08T10:30:00.123456Z"),
                0,
                name);
    }

    /** Redis loses all that it knows of a user, as after a restart without a file. */
    void loseUser(String userId) {
        Keys keys = redis.keys();
        lose(List.of(
                keys.userSessions(userId),
                keys.userPlatform(userId),
                keys.userSeq(userId),
                keys.userGone(userId),
                keys.userLapsed(userId),
                keys.userFences(userId),
                keys.userSeen(userId)));
    }

    /** Redis loses these keys of one user, all in one step: a comparison in between would see a removal by hand. */
    void lose(List<String> keys) {
        Object unused = redis.call(new RedisCommand("DEL", keys, List.of(), null, true, false));
    }

    /** What another node's message about a kick does. */
    void drop(Session session) {
        held.remove(session.id(), session);
    }

    @Override
    public Collection<OwnSession> ownSessions() {
        return held.values().stream()
                .map(session -> new OwnSession(session, redis.time().now().minus(silence)))
                .toList();
    }

    @Override
    public SeatRule seatRule(Session session) {
        return rule;
    }

    @Override
    public void onLost(Session session, Cause cause) {
        if (session.nodeId().equals(name)) {
            drop(session);
            lost.put(session, cause);
        } else {
            lostElsewhere.put(session, cause);
        }
    }

    /** Dies without a word: nothing of it runs any more, and its lease is not given back. */
    void die() {
        dead = true;
        redis.close();
        close();
    }

    /** Dies, and its lease ends at once instead of later; returns when the survivor knows. */
    void dieAndLapse(TestNode survivor) {
        die();
        String incarnation = membership.incarnation();
        survivor.redis.call(RedisCommand.write("ZADD", survivor.redis.keys().nodes("leases"), 1, incarnation));
        survivor.membership.soon();
        Awaitility.await().until(() -> survivor.membership.dead().contains(incarnation));
    }

    /** As the other nodes see a node that has slept through its lease; it has not noticed itself. */
    void isTakenForDead(TestNode by) {
        String incarnation = membership.incarnation();
        by.redis.call(RedisCommand.write("ZREM", by.redis.keys().nodes("leases"), incarnation));
        by.redis.call(
                RedisCommand.write("ZADD", by.redis.keys().nodes("dead"), System.currentTimeMillis(), incarnation));
    }

    @Override
    public void close() {
        store.close();
        membership.close();
        redis.close();
    }
}
