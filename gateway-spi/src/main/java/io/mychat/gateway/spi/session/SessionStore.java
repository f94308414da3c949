package io.mychat.gateway.spi.session;

import java.util.List;
import java.util.Optional;

/**
 * The single source of truth about who is logged in where (specification 5.2). Every method is atomic, thread-safe and
 * may block. Every method throws {@link io.mychat.gateway.spi.StoreUnavailableException} when the store cannot answer.
 *
 * @since 0.1.0
 */
public interface SessionStore {

    /**
     * Decides a login in one step. A session of the same device is replaced, and takes no seat any more. When the others on
     * the platform leave no seat, either those with the lowest login sequences are kicked, as many as are too many, or the
     * login is refused. It is refused also when more than {@link SeatRule#maxSessionsPerUser} sessions would remain. A
     * refused login changes nothing. The login sequence of the new session is higher than that of every earlier session of
     * the user. A session that logs in again replaces itself.
     *
     * @param candidate the session that asks for a seat; its login sequence is ignored
     */
    LoginOutcome login(Session candidate, SeatRule rule);

    /**
     * Removes exactly this session. A session with another id or login sequence stays, so that a late call never
     * removes a successor. A removed session is not restored after a loss of data either. When the store is
     * unreachable, the call throws, and the store remembers the session and removes it once it is reachable again; a
     * session that it could not remember expires.
     *
     * @return whether the session was in the store
     */
    boolean remove(Session session);

    /**
     * Ends the user's sessions on these devices and returns the sessions that were in the store. This includes sessions
     * that the store has lost and their nodes would restore: such a node learns the cause at its next comparison. A
     * login that is decided after this call is never affected.
     *
     * @param cause {@link LoginOutcome.Cause#KICKED} or {@link LoginOutcome.Cause#REVOKED}
     * @throws IllegalArgumentException for another cause
     */
    List<Session> removeDevices(String userId, DeviceSelector deviceSelector, LoginOutcome.Cause cause);

    /** Whether the store holds exactly this session, by id and login sequence. */
    boolean isCurrent(Session session);

    /** The user's sessions in login order. */
    List<Session> sessionsOf(String userId);

    Optional<Session> find(String sessionId);

    /**
     * The number of users with at least one session.
     *
     * @throws io.mychat.gateway.spi.StoreUnavailableException also when only a part of the store does not answer
     */
    long onlineUsers();

    /**
     * A page of the list of online users, read without a scan of the whole store. A user who stays online from the
     * first page to the last is listed exactly once, regardless of other logins and logouts.
     *
     * <p>When a part of the store does not answer, this holds for the users whose sessions can be read; the others are
     * counted in {@link OnlinePage#unknown()}. A page may be shorter than {@code limit}, or empty, and still have a
     * next page. When the list itself cannot be read, the call fails, and the same cursor can be used again later.
     *
     * @param limit the largest number of users, at least 1
     * @param cursor {@link OnlinePage#next()} of the previous page; empty: the first page
     * @throws IllegalArgumentException when the cursor is not one of this store
     */
    OnlinePage online(int limit, Optional<String> cursor);

    /**
     * Starts the comparison with the sessions of the gateway. Called once by a gateway, before its first login.
     *
     * <p>A store that several gateways share compares its entries with {@link SessionOwner#ownSessions()} at least
     * every 30 s. It extends the expiry of these sessions, and restores the ones that it has lost with their original
     * login sequences. It reports to {@link SessionOwner#onLost} the sessions that lost their seats without the
     * knowledge of the gateway, and the sessions that lose their seats to restored ones.
     *
     * <p>A later owner takes over: a host application may start another gateway on the same store after the first one has
     * stopped.
     */
    void attach(SessionOwner owner);

    /**
     * Whether no call of this store waits: neither for I/O nor for a thread that may. The gateway may then call it on the
     * threads that read the sockets. Asked once, by each gateway that uses the store.
     */
    default boolean neverWaits() {
        return false;
    }
}
