package io.mychat.gateway.redis.session;

import io.mychat.gateway.redis.client.Keys;
import io.mychat.gateway.redis.client.LuaScript;
import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.node.Membership;
import io.mychat.gateway.redis.node.NodeSettings;
import io.mychat.gateway.spi.session.DeviceSelector;
import io.mychat.gateway.spi.session.LoginOutcome.Cause;
import io.mychat.gateway.spi.session.OwnSession;
import io.mychat.gateway.spi.session.Platform.WhenFull;
import io.mychat.gateway.spi.session.SeatRule;
import io.mychat.gateway.spi.session.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Builds the calls of the session scripts and parses their results. Immutable. */
final class SessionScripts {

    /** In place of the dead. */
    private static final String NOBODY = "";

    private static final String ANY = "*";
    /** A minute less than the dead are remembered. */
    private static final Duration LONGEST_ENTRY = NodeSettings.CLEANED_KEPT.minusMinutes(1);

    private static final String SHARED = "entries.lua";
    static final LuaScript LOGIN = LuaScript.load(SessionScripts.class, SHARED, "login.lua");
    private static final LuaScript LIST = LuaScript.load(SessionScripts.class, SHARED, "list.lua");
    private static final LuaScript PRUNE = LuaScript.load(SessionScripts.class, SHARED, "prune.lua");
    private static final LuaScript REMOVE = LuaScript.load(SessionScripts.class, SHARED, "remove.lua");
    private static final LuaScript REFRESH = LuaScript.load(SessionScripts.class, SHARED, "refresh.lua");
    private static final LuaScript CANCEL = LuaScript.load(SessionScripts.class, SHARED, "cancel.lua");
    private static final LuaScript CURRENT = LuaScript.load(SessionScripts.class, SHARED, "current.lua");
    private static final LuaScript REMOVE_DEVICES = LuaScript.load(SessionScripts.class, SHARED, "remove_devices.lua");
    private static final LuaScript INDEX = LuaScript.load(SessionScripts.class, "index.lua");
    private static final LuaScript UNINDEX = LuaScript.load(SessionScripts.class, "unindex.lua");

    private final Redis redis;
    private final Membership membership;
    private final SessionSettings settings;
    private final SessionAnswers answers;

    SessionScripts(Redis redis, Membership membership, SessionSettings settings) {
        this.redis = redis;
        this.membership = membership;
        this.settings = settings;
        this.answers = SessionAnswers.on(redis.time());
    }

    /** Reads what these scripts answer. */
    SessionAnswers answers() {
        return answers;
    }

    /** A session of this node and the rule that it competes under. */
    record Held(OwnSession own, SeatRule rule) {

        Session session() {
            return own.session();
        }
    }

    /** @param attempt names this call, so that {@link #cancel} can take it back */
    RedisCommand login(Session candidate, SeatRule rule, String attempt) {
        SessionRecord record = new SessionRecord(candidate, membership.incarnation(), 0);
        return LOGIN.on(
                keys(candidate.userId()),
                membership.deadOnes(),
                settings.goneKept().toMillis(),
                SessionRecord.field(candidate.device()),
                candidate.device().platform(),
                candidate.device().deviceId(),
                candidate.id(),
                record.body(),
                rule.maxDevices(),
                rule.whenFull() == WhenFull.REJECT ? "1" : "0",
                rule.maxSessionsPerUser(),
                kept(rule.sessionTimeout()).toMillis(),
                redis.time().now().toEpochMilli(),
                attempt);
    }

    /** Takes an attempt to log in back, also when it is carried out only later. */
    RedisCommand cancel(Session candidate, String attempt) {
        List<Object> args = shared();
        args.add(SessionRecord.field(candidate.device()));
        args.add(attempt);
        return CANCEL.on(keys(candidate.userId()), args.toArray());
    }

    RedisCommand list(String userId) {
        return LIST.readOn(
                keys(userId), membership.deadOnes(), settings.goneKept().toMillis());
    }

    RedisCommand prune(String userId) {
        return PRUNE.on(keys(userId), membership.deadOnes(), settings.goneKept().toMillis());
    }

    /** Asks for one of the words current, over, taken and lost; who is dead plays no part. */
    RedisCommand current(Session session) {
        return CURRENT.readOn(
                keys(session.userId()),
                NOBODY,
                settings.goneKept().toMillis(),
                SessionRecord.field(session.device()),
                session.id(),
                session.loginSeq());
    }

    /** Removes also sessions of nodes that are taken for dead: such a node must not bring them back. */
    RedisCommand remove(String userId, List<Session> sessions) {
        List<Object> args = new ArrayList<>();
        args.add(NOBODY);
        args.add(settings.goneKept().toMillis());
        for (Session session : sessions) {
            args.add(SessionRecord.field(session.device()));
            args.add(session.id());
            args.add(session.loginSeq());
        }
        return REMOVE.on(keys(userId), args.toArray());
    }

    /** Removes also sessions of nodes that are taken for dead, and what Redis does not know at the moment. */
    RedisCommand removeDevices(String userId, DeviceSelector deviceSelector, Cause cause) {
        return REMOVE_DEVICES.on(
                keys(userId),
                NOBODY,
                settings.goneKept().toMillis(),
                letter(cause),
                deviceSelector.platform().orElse(ANY),
                deviceSelector.deviceId().orElse(ANY));
    }

    /** @param held the sessions of one user, in login order */
    RedisCommand refresh(String userId, List<Held> held) {
        List<Object> args = shared();
        for (Held one : held) {
            Session session = one.session();
            args.add(SessionRecord.field(session.device()));
            args.add(session.device().platform());
            args.add(session.device().deviceId());
            args.add(session.id());
            args.add(session.loginSeq());
            args.add(new SessionRecord(session, membership.incarnation(), 0).body());
            args.add(timeToLive(one).toMillis());
            args.add(one.own().lastActive().toEpochMilli());
            args.add(one.rule().maxDevices());
            args.add(one.rule().maxSessionsPerUser());
        }
        return REFRESH.on(keys(userId), args.toArray());
    }

    /** Reads the stored record of a session. */
    RedisCommand stored(Held held) {
        Session session = held.session();
        return RedisCommand.read(
                "HGET", redis.keys().userSessions(session.userId()), SessionRecord.field(session.device()));
    }

    /**
     * Whether {@link #stored} has read what a refresh now would write, with a life that lasts beyond the next comparison: one that was
     * written for a session about to be idle for too long ends soon, although its client has come back since.
     */
    boolean isUnchanged(Held held, String stored) {
        long left = SessionRecord.endOf(stored) - redis.time().now().toEpochMilli();
        return left >= settings.refresh().multipliedBy(2).toMillis()
                && new SessionRecord(held.session(), membership.incarnation(), 0).isStoredIn(stored);
    }

    /** Prolongs the index entry of a session; its answer is 0 when there is none. */
    RedisCommand prolongIndex(Held held) {
        return RedisCommand.write(
                "PEXPIRE",
                redis.keys().sessionUser(held.session().id()),
                timeToLive(held).toMillis());
    }

    /** Whether the stored entry of a session lives until it is renewed, if it is renewed now. */
    boolean outlivesRenewal(Held held) {
        return timeToLive(held)
                        .compareTo(settings.renewal().plus(settings.refresh().multipliedBy(2)))
                >= 0;
    }

    /** Writes the index entry of a session as it is stored, which ends with it. */
    RedisCommand index(SessionRecord stored) {
        return index(stored.session(), stored.incarnation(), "PEXPIREAT", stored.expiresAt());
    }

    /** Writes the index entry of a session that was prolonged. */
    RedisCommand index(Held held) {
        return index(
                held.session(),
                membership.incarnation(),
                "PEXPIRE",
                timeToLive(held).toMillis());
    }

    /** Removes the index entry of a session of a dead incarnation. */
    RedisCommand unindex(String sessionId) {
        return UNINDEX.on(List.of(redis.keys().sessionUser(sessionId)), membership.deadOnes());
    }

    private RedisCommand index(Session session, String incarnation, String expire, long millis) {
        return INDEX.on(
                List.of(redis.keys().sessionUser(session.id())),
                expire,
                millis,
                "v",
                1,
                "user_id",
                session.userId(),
                "device_id",
                session.device().deviceId(),
                "platform",
                session.device().platform(),
                "node_id",
                session.nodeId(),
                "login_seq",
                session.loginSeq(),
                "incarnation",
                incarnation);
    }

    /** The remaining idle time plus two refresh intervals. */
    Duration timeToLive(Held held) {
        Duration idle = Duration.between(held.own().lastActive(), redis.time().now());
        Duration left = held.rule().sessionTimeout().minus(idle);
        return kept(left.isNegative() ? Duration.ZERO : left);
    }

    /**
     * The time for which an entry is kept unless it is prolonged. It is shorter than the memory of dead nodes: an entry
     * that no index names must have expired before its node is forgotten.
     */
    private Duration kept(Duration idleTime) {
        Duration kept = idleTime.plus(settings.refresh().multipliedBy(2));
        return kept.compareTo(LONGEST_ENTRY) < 0 ? kept : LONGEST_ENTRY;
    }

    private static String letter(Cause cause) {
        return switch (cause) {
            case REPLACED, REMOVED -> throw new IllegalArgumentException("not decided by a gateway: " + cause);
            case KICKED -> "K";
            case REVOKED -> "T";
        };
    }

    private List<Object> shared() {
        List<Object> args = new ArrayList<>();
        args.add(membership.deadOnes());
        args.add(settings.goneKept().toMillis());
        return args;
    }

    private List<String> keys(String userId) {
        Keys keys = redis.keys();
        return List.of(
                keys.userSessions(userId),
                keys.userPlatform(userId),
                keys.userSeq(userId),
                keys.userGone(userId),
                keys.userLapsed(userId),
                keys.userFences(userId),
                keys.userSeen(userId));
    }
}
