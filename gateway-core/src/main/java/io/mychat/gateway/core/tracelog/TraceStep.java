package io.mychat.gateway.core.tracelog;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What happened. docs/operations.md describes each step under its {@link #key}. */
public enum TraceStep {
    /** A sender's message is about to be stored. */
    ACCEPTED,
    /** The store has the message. */
    STORED,
    /** The message repeats one that is stored. */
    DUPLICATE,
    /** The store has refused the message, or did not answer. */
    NOT_STORED,
    /** A node with sessions of the receiver was told of the message. */
    HANDED_ON,
    /** A session's outbound queue has taken the message. */
    DELIVERED,
    /** The connection took the message no longer. */
    NOT_DELIVERED,
    /** The client does not read; delivery continues when it does. */
    DELAYED,
    /** A device has said up to where it has processed the inbox. */
    ACKNOWLEDGED,
    /** The store knows of no acknowledgement by the device that includes the newest message of the trace. */
    NOT_ACKNOWLEDGED,
    /** A session's outbound queue has taken a push. */
    PUSHED,
    /** A command of the user was answered. */
    ANSWERED,
    /** A command of the user was handed on to a back-end service, which has answered or failed. */
    SERVICE_CALLED,
    LOGGED_IN,
    LOGIN_REFUSED,
    TOKENS_ISSUED,
    TOKENS_REFRESHED,
    REFRESH_REUSED,
    LOGGED_OUT,
    DEVICE_DROPPED,
    /** A newer connection of the same device took the session's place. */
    REPLACED,
    /** A session lost its seat, or an administrator has ended sessions. */
    KICKED,
    CLOSED,
    ACCOUNT_CHANGED,
    BANNED,
    BAN_LIFTED,
    ANOMALY,
    /** The store knows a session of the user. */
    ONLINE,
    /** The store knows no session of the user. */
    OFFLINE;

    private static final Map<String, Integer> ORDER =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(TraceStep::key, TraceStep::ordinal));

    /** The name in the HTTP API and on the bus. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The usual order of events of the same moment; an unknown key comes last. */
    public static int rank(String key) {
        return ORDER.getOrDefault(key, ORDER.size());
    }

    /** Whether it is about one of a user's commands and pushes, which say nothing about a stored message. */
    static boolean isCommand(String key) {
        return key.equals("answered") || key.equals("pushed") || key.equals("service_called");
    }
}
