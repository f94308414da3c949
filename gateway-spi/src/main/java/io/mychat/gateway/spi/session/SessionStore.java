package io.mychat.gateway.spi.session;

import java.util.List;
import java.util.Optional;

/**
 * The single source of truth about who is logged in where (specification 5.2). Every method is atomic, safe for use by
 * many threads, and may block; each throws {@link io.mychat.gateway.spi.StoreUnavailableException} when the store
 * cannot answer.
 */
public interface SessionStore {

    /**
     * Decides a login in one step: a session of the same device is replaced; while the platform is full the session with
     * the lowest login sequence is kicked, or the login is refused. The new session's sequence is higher than any that
     * this user ever had.
     *
     * @param candidate the session to seat; its login sequence is ignored
     */
    LoginOutcome login(Session candidate, SeatRule rule);

    /**
     * Removes exactly this session: one with another id or login sequence stays, so that a late call never removes a
     * successor. One that the store has lost is not put back either. A store that cannot be reached takes note, throws, and
     * removes the session when it can be reached again; what it cannot note expires.
     *
     * @return whether it was there
     */
    boolean remove(Session session);

    /**
     * Ends the user's sessions on these devices and returns those that were there. A session that the store has lost, and
     * that its node would put back, is over too: its node is told of the cause at its next comparison. A login that is
     * decided after this call is never hit.
     *
     * @param cause {@link LoginOutcome.Cause#KICKED} or {@link LoginOutcome.Cause#REVOKED}
     * @throws IllegalArgumentException for another cause: no gateway decides those
     */
    List<Session> removeDevices(String userId, DeviceSelector deviceSelector, LoginOutcome.Cause cause);

    /** Whether the store holds exactly this session, by id and login sequence. */
    boolean isCurrent(Session session);

    /** The user's sessions in login order. */
    List<Session> sessionsOf(String userId);

    Optional<Session> find(String sessionId);

    /**
     * How many users have at least one session.
     *
     * @throws io.mychat.gateway.spi.StoreUnavailableException also when only a part of the store does not answer
     */
    long onlineUsers();

    /**
     * A part of the list of users who are online, without a walk through everything. Whoever is online from the first
     * page to the last is in the list exactly once, whoever else comes and goes.
     *
     * <p>Where a part of the store does not answer, that goes for everybody whose sessions can be read. The others are
     * counted in {@link OnlinePage#unknown()}. A page may be shorter than {@code limit}, or empty, and still have a next
     * one; where the list itself cannot be read on, the call fails, and the same cursor is good again later.
     *
     * @param limit how many users at most, at least 1
     * @param cursor {@link OnlinePage#next()} of the page before; empty: from the beginning
     * @throws IllegalArgumentException when this store has never given that cursor
     */
    OnlinePage online(int limit, Optional<String> cursor);

    /**
     * Lets the store know the gateway that it works for; once, before its first login. A store that several gateways
     * share compares its entries with {@link SessionOwner#ownSessions()} at least every 30 s, prolongs what would expire
     * there, puts back with their own login sequences what it has lost itself, and reports to {@link
     * SessionOwner#onLost} what has lost its seat without the gateway's knowledge, and who loses a seat to what is put back.
     */
    void attach(SessionOwner owner);
}
