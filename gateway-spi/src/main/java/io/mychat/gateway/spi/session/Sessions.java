package io.mychat.gateway.spi.session;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The sessions of all users on all nodes, for handlers and host applications. Thread-safe.
 *
 * <p>Calls block: those that ask the store up to its deadline, after which they throw {@link
 * io.mychat.gateway.spi.StoreUnavailableException}, and those that ask other nodes up to {@code
 * processing.cluster_reply_timeout_ms}. Each has an asynchronous form, which runs on a thread of the gateway. Its stage
 * fails with the same exceptions, and with a {@link java.util.concurrent.RejectedExecutionException} when {@code
 * processing.max_host_calls} are under way, or when the gateway stops before the call has begun. Faults of the
 * arguments are thrown at once. Stages that depend on it run on the gateway's thread unless they name an executor.
 *
 * @since 0.1.0
 */
public interface Sessions {

    /** The age that the evidence for a login may have by default (specification 10.5). */
    Duration DEFAULT_EVIDENCE_AGE = Duration.ofSeconds(30);

    /**
     * Pushes a message (cmd_id 4001) to all of a user's sessions. It is not stored.
     *
     * @param data the {@code data} of the message: JSON, at most {@code server.max_message_bytes} of UTF-8
     * @return the number of sessions whose outbound queues accepted it
     * @throws IllegalArgumentException when {@code data} is not JSON, or too long
     */
    int pushToUser(String userId, String data);

    /** As {@link #pushToUser}, on another thread. */
    CompletionStage<Integer> pushToUserAsync(String userId, String data);

    /** As {@link #pushToUser}, to one device. */
    int pushToDevice(String userId, DeviceKey device, String data);

    /** As {@link #pushToDevice}, on another thread. */
    CompletionStage<Integer> pushToDeviceAsync(String userId, DeviceKey device, String data);

    /**
     * As {@link #pushToUser}, to some devices, and on request once for each idempotency key.
     *
     * @throws io.mychat.gateway.spi.StoreUnavailableException when the key cannot be looked up; nothing has been pushed
     */
    PushOutcome push(PushRequest request);

    /** As {@link #push}, on another thread. */
    CompletionStage<PushOutcome> pushAsync(PushRequest request);

    /** The user's sessions in login order. */
    List<Session> sessionsOf(String userId);

    /** As {@link #sessionsOf}, on another thread. */
    CompletionStage<List<Session>> sessionsOfAsync(String userId);

    /** The user who is logged in on a session ({@code get_user_by_session}); empty: nobody, or there is no session. */
    Optional<String> userOf(String sessionId);

    /** As {@link #userOf}, on another thread. */
    CompletionStage<Optional<String>> userOfAsync(String sessionId);

    /** As {@link #isAuthenticated(String, Duration)}, with {@link #DEFAULT_EVIDENCE_AGE}. */
    default boolean isAuthenticated(String sessionId) {
        return isAuthenticated(sessionId, DEFAULT_EVIDENCE_AGE);
    }

    /**
     * Whether a session has a login ({@code is_session_authenticated}). A session of this node is compared with the store
     * every 30 s, and whatever ends it elsewhere reaches this node at once, so that its memory is evidence of that age.
     * Younger evidence is the store's last confirmation of the session. Without evidence that is young enough the store
     * is asked, and for a session of another node always.
     *
     * @param maxAge the age that the evidence may have, not negative; zero: the store is asked
     * @throws io.mychat.gateway.spi.StoreUnavailableException when the store has to be asked and cannot answer
     */
    boolean isAuthenticated(String sessionId, Duration maxAge);

    /** As {@link #isAuthenticated(String, Duration)}, on another thread. */
    CompletionStage<Boolean> isAuthenticatedAsync(String sessionId, Duration maxAge);

    /**
     * Ends the device's session and closes its connection with 4410.
     *
     * @return the number of ended sessions
     */
    default int kick(String userId, DeviceKey device) {
        return kick(KickRequest.of(userId).device(device));
    }

    /**
     * Ends sessions on every node, closes their connections with 4410 and, on request, revokes their tokens first. The
     * call is reported as {@link io.mychat.gateway.spi.event.GatewayEvent.UserKicked}. It may be repeated after an
     * exception.
     *
     * @return the number of ended sessions
     */
    int kick(KickRequest request);

    /** As {@link #kick(KickRequest)}, on another thread. */
    CompletionStage<Integer> kickAsync(KickRequest request);

    /**
     * Ends one session ({@code unbind_session}) on whichever node it is: its seat is free, and its connection closes with
     * 4401 and the notice {@code session_ended}. Its tokens stay valid. A connection without a login is left alone.
     *
     * @return false: nobody is logged in on this session
     * @throws io.mychat.gateway.spi.StoreUnavailableException when the session is not on this node and the store cannot
     *     be asked
     */
    boolean end(String sessionId);

    /** As {@link #end}, on another thread. */
    CompletionStage<Boolean> endAsync(String sessionId);

    /** The number of users with at least one session. */
    long onlineCount();

    /** As {@link #onlineCount}, on another thread. */
    CompletionStage<Long> onlineCountAsync();

    /**
     * A page of the list of online users; {@link SessionStore#online} says which users are on it.
     *
     * @param limit the largest number of users, at least 1
     * @param cursor {@link OnlinePage#next()} of the previous page; empty: the first page
     * @throws IllegalArgumentException when the cursor is not one of an earlier page
     */
    OnlinePage online(int limit, Optional<String> cursor);

    /** As {@link #online}, on another thread. */
    CompletionStage<OnlinePage> onlineAsync(int limit, Optional<String> cursor);

    /** The connections of all nodes, by node and platform. A node that does not answer in time is missing. */
    ConnectionStats connections();

    /** As {@link #connections}, on another thread. */
    CompletionStage<ConnectionStats> connectionsAsync();
}
