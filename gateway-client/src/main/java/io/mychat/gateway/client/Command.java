package io.mychat.gateway.client;

import io.mychat.gateway.client.data.JsonObject;
import java.util.Map;
import java.util.function.Function;

/**
 * A command of your own, and the types of its request and reply.
 *
 * <p>{@code Command<String, String> status = Command.of(5001, order -> Map.of("order", order), reply -> reply.text("status", "unknown"));}
 *
 * @param <Q> what is asked
 * @param <R> what is answered
 * @param cmdId 1 to 4294967295
 * @param writer makes the request's data, of the types that {@link io.mychat.gateway.client.port.Json} writes; called on the thread of the caller, who gets what
 *     it throws
 * @param reader reads the reply's data; short, since it is called on the client's own thread
 * @since 0.1.0
 */
public record Command<Q, R>(
        long cmdId, Function<? super Q, ? extends Map<String, ?>> writer, Function<JsonObject, ? extends R> reader) {

    static final int LOGIN = 1001;
    static final int TOKEN_VERIFY = 1002;
    static final int LOGOUT = 1003;
    static final int DEVICES = 1004;
    static final int DROP_DEVICE = 1005;
    static final int SEND = 2001;
    static final int HISTORY = 2002;
    static final int MESSAGE = 2003;
    static final int ACKNOWLEDGE = 2004;
    static final int HEARTBEAT = 3001;
    static final int PUSH = 4001;
    static final int NEW_LOGIN = 4002;
    static final int ABOUT_TO_CLOSE = 4003;
    static final int TOKEN_EXPIRES = 4004;
    static final int DRAINING = 4005;
    static final int LOST = 4006;

    private static final long MAX = 4_294_967_295L;

    public Command {
        if (cmdId < 1 || cmdId > MAX) {
            throw new IllegalArgumentException("cmdId is " + cmdId + ": it has to be 1 to " + MAX);
        }
    }

    /** A command by its number and two functions. */
    public static <Q, R> Command<Q, R> of(
            long cmdId,
            Function<? super Q, ? extends Map<String, ?>> writer,
            Function<JsonObject, ? extends R> reader) {
        return new Command<>(cmdId, writer, reader);
    }
}
