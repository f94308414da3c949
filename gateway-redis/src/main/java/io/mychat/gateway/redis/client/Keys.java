package io.mychat.gateway.redis.client;

import io.mychat.gateway.spi.message.PercentEncoding;

/**
 * The names of all keys and channels; their contents are described in the module's README. An id in braces is
 * percent-encoded, so that it cannot close them. Keys with the same text in braces are in one slot of a cluster.
 */
public final class Keys {

    /** The number of parts of the list of online users; part of the data format. */
    public static final int ONLINE_BUCKETS = 16;

    private final String prefix;

    /** @param prefix before every name; without braces */
    public Keys(String prefix) {
        this.prefix = prefix;
    }

    // ---- sessions, in the slot of the user

    public String userSessions(String userId) {
        return braced("user:sessions:", userId);
    }

    public String userPlatform(String userId) {
        return braced("user:platform:", userId);
    }

    /** The highest login sequence that the user ever had. */
    public String userSeq(String userId) {
        return braced("user:seq:", userId);
    }

    /** Sessions of the user that ended not long ago. */
    public String userGone(String userId) {
        return braced("user:gone:", userId);
    }

    /** Sessions of the user whose nodes' leases have lapsed, until they come back or are forgotten. */
    public String userLapsed(String userId) {
        return braced("user:lapsed:", userId);
    }

    /** The marks of the user's stored sessions. They distinguish the loss of a session from its removal by hand. */
    public String userSeen(String userId) {
        return braced("user:seen:", userId);
    }

    /** Up to which login sequence the user's logins on some devices have been ended. */
    public String userFences(String userId) {
        return braced("user:fences:", userId);
    }

    // ---- indexes of sessions

    public String sessionUser(String sessionId) {
        return prefix + "session:user:" + PercentEncoding.encode(sessionId);
    }

    /** @param bucket a number from 0 to {@link #ONLINE_BUCKETS} - 1 */
    public String online(int bucket) {
        return prefix + "online:{" + bucket + "}";
    }

    /** The part of the online list that a user is in. */
    public static int onlineBucket(String userId) {
        return Math.floorMod(userId.hashCode(), ONLINE_BUCKETS);
    }

    /** The users who have sessions of an incarnation. */
    public String nodeSessions(String incarnation) {
        return braced("node:sessions:", incarnation);
    }

    // ---- nodes, in one slot

    public String nodes(String what) {
        return prefix + "nodes:" + what + ":{nodes}";
    }

    /** The channel of a node. */
    public String bus(String nodeId) {
        return braced("bus:", nodeId);
    }

    /**
     * The channels on which nodes hear what has entered inboxes; a node's id follows. They have no braces: scripts on
     * all shards publish there.
     */
    public String inboxChannels() {
        return prefix + "inbox:hints:";
    }

    // ---- tokens

    public String tokenFamily(String familyId) {
        return braced("token:family:", familyId);
    }

    /** Replaced refresh tokens of a family, in its slot. */
    public String tokenDead(String familyId) {
        return braced("token:dead:", familyId);
    }

    /** Sealed successors of tokens that may be shown again, in the slot of their family. */
    public String tokenSuccessors(String familyId) {
        return braced("token:successors:", familyId);
    }

    /** That a family was revoked, in its slot. */
    public String familyRevoked(String familyId) {
        return braced("token:family_revoked:", familyId);
    }

    /** From a refresh token's hash to its family and user. */
    public String tokenHash(String hash) {
        return prefix + "token:hash:" + PercentEncoding.encode(hash);
    }

    /** A user's families, in the slot of the user. */
    public String tokenFamilies(String userId) {
        return braced("token:families:", userId);
    }

    public String tokenGeneration(String userId) {
        return braced("token:generation:", userId);
    }

    /** The time of the last change of a user's account, in the slot of the user. */
    public String tokenChanged(String userId) {
        return braced("token:changed:", userId);
    }

    /** That an access token was revoked, in the slot of its user. */
    public String tokenRevoked(String userId, String tokenId) {
        return braced("token:revoked:", userId) + ":" + PercentEncoding.encode(tokenId);
    }

    // ---- failed logins, in the slot of the user's name or of the address

    /** @param about the user's name or the address that is counted */
    public String loginFailures(String about, String what) {
        return braced("login:failures:", about) + ":" + PercentEncoding.encode(what);
    }

    /** From where a user has logged in, in the slot of the user's name. */
    public String loginOrigins(String about) {
        return braced("login:origins:", about);
    }

    // ---- bans, in one slot

    public String bans(String what) {
        return prefix + "bans:" + what + ":{bans}";
    }

    /** A name of another room, of which the caller knows the rest: it has the braces, and no id that is not encoded. */
    public String plain(String room, String rest) {
        return prefix + room + rest;
    }

    /** A name of another room: {@code <room>{<id>}}. */
    public String braced(String room, String id) {
        return prefix + room + "{" + PercentEncoding.encode(id) + "}";
    }
}
