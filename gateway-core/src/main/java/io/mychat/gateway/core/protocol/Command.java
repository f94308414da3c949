package io.mychat.gateway.core.protocol;

import io.mychat.gateway.spi.message.Sensitivity;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's own commands (protocol.md 1.3) and the command ids that are reserved for it. A client sends the
 * commands that have a handler; the gateway itself sends the others. This is the only file of the core that spells
 * their numbers.
 */
public enum Command {
    LOGIN(1001, "auth_login", Sensitivity.PUBLIC),
    TOKEN_VERIFY(1002, "auth_verify", Sensitivity.PUBLIC),
    LOGOUT(1003, "auth_logout", Sensitivity.SENSITIVE),
    DEVICE_LIST(1004, "device_list", Sensitivity.NORMAL),
    DEVICE_DROP(1005, "device_drop", Sensitivity.SENSITIVE),
    MESSAGE_SEND(2001, "message_send", Sensitivity.NORMAL),
    MESSAGE_HISTORY(2002, "message_history", Sensitivity.NORMAL),
    MESSAGE_DELIVERED(2003),
    MESSAGE_ACK(2004, "message_ack", Sensitivity.NORMAL),
    HEARTBEAT(3001, "heartbeat", Sensitivity.NORMAL),
    PUSHED_MESSAGE(4001),
    NEW_LOGIN(4002),
    ABOUT_TO_CLOSE(4003),
    TOKEN_ABOUT_TO_EXPIRE(4004),
    DRAINING(4005),
    INBOX_LOSS(4006);

    private static final Range REPLACEABLE = new Range(2001, 2002);
    private static final List<Range> FIXED =
            List.of(new Range(1001, 1099), new Range(2003, 2099), new Range(3001, 3099));
    private static final Range FROM_THE_GATEWAY = new Range(4001, 4099);

    /** All reserved ids, for messages to people. */
    public static final String RESERVED_IDS = "1001-1099, 2001-2099, 3001-3099 and 4001-4099";

    /** The reserved ids that a host's own handler may take, for messages to people. */
    public static final String REPLACEABLE_IDS = REPLACEABLE.first() + " and " + REPLACEABLE.last();

    /** The ids that keep the gateway's own handlers, for messages to people. */
    public static final String FIXED_IDS = FIXED.get(0) + ", " + FIXED.get(1) + " and " + FIXED.get(2);

    /** The ids that only the gateway sends, for messages to people. */
    public static final String SERVER_IDS = FROM_THE_GATEWAY.toString();

    /** The commands that must not be repeated as a whole: a login checks a password, and a message gets its id. */
    private static final Set<Command> REPEATED_BY_STEPS = Set.of(LOGIN, TOKEN_VERIFY, MESSAGE_SEND);

    private static final Map<String, Command> BY_HANDLER = Stream.of(values())
            .filter(command -> command.handler != null)
            .collect(Collectors.toUnmodifiableMap(Command::handler, Function.identity()));

    private final long number;
    private final @Nullable String handler;
    private final @Nullable Sensitivity level;

    /** A message of the gateway. */
    Command(long number) {
        this.number = number;
        this.handler = null;
        this.level = null;
    }

    /** A command of a client. */
    Command(long number, String handler, Sensitivity level) {
        this.number = number;
        this.handler = handler;
        this.level = level;
    }

    /** Ids from {@code first} to {@code last}, both included. */
    private record Range(long first, long last) {

        boolean overlaps(long from, long to) {
            return first <= to && from <= last;
        }

        @Override
        public String toString() {
            return first + "-" + last;
        }
    }

    /** The {@code cmd_id}. */
    public long number() {
        return number;
    }

    /** Whether only the gateway sends it; then it has neither a handler nor a level. */
    public boolean isFromServer() {
        return handler == null;
    }

    /** The name that routes use for the gateway's own handler. */
    public String handler() {
        return Objects.requireNonNull(handler, name());
    }

    /** The authentication that the command requires of the session. */
    public Sensitivity level() {
        return Objects.requireNonNull(level, name());
    }

    /** Whether a host's own handler may take the command. */
    public boolean isReplaceable() {
        return REPLACEABLE.overlaps(number, number);
    }

    /** The commands that a client sends. */
    public static List<Command> fromClients() {
        return Arrays.stream(values())
                .filter(command -> !command.isFromServer())
                .toList();
    }

    /** The command whose handler has this name. */
    public static Optional<Command> ofHandler(String name) {
        return Optional.ofNullable(BY_HANDLER.get(name));
    }

    /** Whether the command logs somebody in. */
    public static boolean isLogin(long number) {
        return number == LOGIN.number || number == TOKEN_VERIFY.number;
    }

    /** Whether the command counts against the rate of its session only, because clients send it on their own. */
    public static boolean isFreeOfQuota(long number) {
        return number == HEARTBEAT.number || number == MESSAGE_ACK.number;
    }

    /**
     * Whether a retry repeats single steps of the handler with this name, and never the whole command. The steps are
     * repeated even when the route is not idempotent.
     */
    public static boolean isRepeatedBySteps(String handlerName) {
        return ofHandler(handlerName).filter(REPEATED_BY_STEPS::contains).isPresent();
    }

    /** Whether the id is reserved and not replaceable. */
    public static boolean isTaken(long number) {
        return isFixed(number, number) || isSentByGateway(number, number);
    }

    /** Whether one of these ids keeps the gateway's own handler. A route may only change the terms of such an id. */
    public static boolean isFixed(long first, long last) {
        return FIXED.stream().anyMatch(range -> range.overlaps(first, last));
    }

    /** Whether one of these ids is only sent by the gateway, never to it. */
    public static boolean isSentByGateway(long first, long last) {
        return FROM_THE_GATEWAY.overlaps(first, last);
    }
}
