package io.mychat.gateway.core.connection;

import io.mychat.gateway.core.buffer.BufferOwner;
import io.mychat.gateway.core.buffer.ClientBuffers;
import io.mychat.gateway.core.codec.EncodingException;
import io.mychat.gateway.core.codec.ReplyBuffers;
import io.mychat.gateway.core.codec.ServerMessage;
import io.mychat.gateway.core.connection.ReadGate.Reason;
import io.mychat.gateway.core.protocol.ServerMessages;
import io.mychat.gateway.core.security.ConnectionLimiter;
import io.mychat.gateway.core.security.UnauthenticatedConnections;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.codec.MessageCodec;
import io.mychat.gateway.spi.codec.PayloadBuffer;
import io.mychat.gateway.spi.codec.ReplyEncoder;
import io.mychat.gateway.spi.codec.ReplyIdentity;
import io.mychat.gateway.spi.event.CloseCause;
import io.mychat.gateway.spi.event.TraceContext;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.RequestId;
import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.spi.transport.Connection;
import io.mychat.gateway.spi.transport.SharedPayload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One open connection and its session. The states follow one order: open, bound, closing, closed; a bound connection
 * can be extended. The state is written under this object's lock, which is never held during calls of other objects;
 * {@link #session()} and {@link #isClosing()} are read without it.
 *
 * <p>The class is longer than most because several packages share it. Timeouts, reading, tokens, buffers and the order
 * of a login's reply are separate classes.
 */
public final class ClientConnection implements BufferOwner, UnauthenticatedConnections.Client {

    /** What a reply usually has besides its data, in bytes. */
    private static final int ENVELOPE_ROOM = 224;

    private final String id;
    private final String ip;
    private final Connection connection;
    private final MessageCodec codec;
    private final ServerMessages messages;
    private final ConnectionTimeouts timeouts;
    private final ClientBuffers buffers;
    private final ShownTokens tokens = new ShownTokens();
    private final @Nullable TraceContext handshakeTrace;

    private volatile @Nullable Session session;
    /** Made for the first reason not to read. */
    private volatile @Nullable ReadGate reading;
    /** Encodes the replies to the session; kept while the client is busy only, since it holds their common part. */
    private volatile @Nullable ReplyEncoder replies;

    private volatile boolean closing;
    /** Why the gateway has begun to end the connection; null: it has not. */
    private volatile @Nullable Ending ending;

    private volatile boolean loggedOut;
    /** Whether it has been told to reconnect (4005). */
    private volatile boolean departing;

    private volatile @Nullable CommandsInProgress commands;
    private volatile @Nullable Delivery delivery;
    /** While a login is decided in the store, and until the reply to it. */
    private volatile @Nullable LoginReplyBarrier barrier;
    /** Its place among all connections, until its end. */
    private volatile ConnectionLimiter.Admission.@Nullable Granted place;
    /** Its place among the connections without a login; null after the login. */
    private volatile UnauthenticatedConnections.@Nullable Permit unauthenticated;

    /** When the store last had the session, in nanoseconds; meaningless without a session. */
    private volatile long confirmedAt;

    private int failedAuthentications;

    /** @param notice what the client is told before the close; empty: nothing */
    private record Ending(CloseReason reason, String notice) {}

    ClientConnection(String id, String ip, Connection connection, MessageCodec codec, ClientServices shared) {
        this.id = id;
        this.ip = ip;
        this.connection = connection;
        this.codec = codec;
        this.messages = shared.messages();
        this.timeouts = new ConnectionTimeouts(this, shared.timeouts().get(), shared.deadlines());
        this.buffers = shared.buffers().open(this);
        this.handshakeTrace = shared.tracer().current();
    }

    /** The session id, which is assigned when the connection opens. */
    public String id() {
        return id;
    }

    /** The span of the handshake, to which those of commands are linked; null: there is none. */
    public @Nullable TraceContext handshakeTrace() {
        return handshakeTrace;
    }

    /** The client's address, also behind trusted proxies. */
    public String ip() {
        return ip;
    }

    /** The session with the account of the newest token; still readable after the connection has closed. */
    public Optional<Session> session() {
        return Optional.ofNullable(session);
    }

    /** The user of the session; empty without one. */
    String userId() {
        Session bound = session;
        return bound == null ? "" : bound.userId();
    }

    /** As {@link #session()}, for hot paths. */
    public @Nullable Session sessionOrNull() {
        return session;
    }

    /** The codec that the client has chosen. */
    public MessageCodec codec() {
        return codec;
    }

    /** Whether the gateway or the peer has begun to end this connection. */
    public boolean isClosing() {
        return closing;
    }

    /** Counts a failed authentication; returns how many there have been. */
    public synchronized int authenticationFailed() {
        return ++failedAuthentications;
    }

    /** The timeouts of the connection. */
    public ConnectionTimeouts timeouts() {
        return timeouts;
    }

    /** Takes the places that its handshake was given. */
    public void occupy(ConnectionLimiter.Admission.Granted taken, UnauthenticatedConnections.Permit stranger) {
        place = taken;
        unauthenticated = stranger;
        stranger.opened(this);
    }

    /** Gives the places back. Idempotent; called at the end of the connection. */
    public void leavePlaces() {
        leaveUnauthenticated();
        ConnectionLimiter.Admission.Granted taken = place;
        if (taken != null) {
            taken.release();
        }
    }

    private void leaveUnauthenticated() {
        UnauthenticatedConnections.Permit taken = unauthenticated;
        if (taken != null) {
            taken.leave();
            unauthenticated = null;
        }
    }

    /** Marks the start or end of a login, during which the connection is not closed for new ones. */
    public void loginUnderWay(boolean now) {
        buffers.deciding(now);
        UnauthenticatedConnections.Permit taken = unauthenticated;
        if (taken != null) {
            taken.deciding(now);
        }
    }

    @Override
    public void giveWay() {
        close(CloseReason.OVERLOAD);
    }

    @Override
    public Duration silentFor() {
        return timeouts.silentFor();
    }

    /**
     * Sends one message; a client that does not read fast enough is cut.
     *
     * @return whether the outbound queue took it
     */
    public boolean send(ServerMessage message) {
        try {
            return send(message.encoded(codec()));
        } catch (EncodingException e) {
            close(CloseReason.INTERNAL_ERROR);
            return false;
        }
    }

    /**
     * As {@link #send(ServerMessage)}, for a message that no other connection gets: it is copied and leaves no array behind.
     *
     * @param buffers for the bytes, on their way to the transport
     */
    public boolean sendAlone(ServerMessage message, ReplyBuffers buffers) {
        if (barrier != null) {
            return send(message); // which may have to hold it back
        }
        PayloadBuffer buffer = buffers.take();
        try {
            return message.copyInto(buffer, codec)
                    ? tookIt(connection.send(buffer.reserve(0), 0, buffer.length()))
                    : send(message);
        } finally {
            buffers.giveBack(buffer);
        }
    }

    /** The bytes that a message takes in the codec of this client; 0 when the codec fails. */
    public int lengthOf(ServerMessage message) {
        try {
            return message.lengthIn(codec());
        } catch (EncodingException e) {
            return 0; // sending it closes the connection
        }
    }

    private boolean send(SharedPayload payload) {
        LoginReplyBarrier login = barrier;
        LoginReplyBarrier.Outcome outcome =
                login == null || closing ? LoginReplyBarrier.Outcome.OPEN : login.hold(payload);
        if (outcome == LoginReplyBarrier.Outcome.FULL) {
            close(CloseReason.SLOW_CONSUMER);
            return false;
        }
        return outcome == LoginReplyBarrier.Outcome.HELD || transmit(payload);
    }

    /**
     * Holds messages to this connection back until the reply to a login has been sent. From the decision of the login
     * on, others already see the session.
     *
     * @param maxBytes the largest number of bytes to hold back
     */
    public void holdUntilReply(int maxBytes) {
        barrier = new LoginReplyBarrier(maxBytes);
    }

    /**
     * Sends the reply to a message of the client, and then the messages that were held back. A login is answered before
     * the next message of its client.
     */
    public void reply(long cmdId, @Nullable RequestId requestId, Reply reply, Instant at) {
        reply(cmdId, requestId, reply, at, null);
    }

    /**
     * As {@link #reply(long, RequestId, Reply, Instant)}.
     *
     * @param buffer for this reply and later ones; null: there is none
     */
    public void reply(
            long cmdId, @Nullable RequestId requestId, Reply reply, Instant at, @Nullable PayloadBuffer buffer) {
        LoginReplyBarrier login = barrier;
        try {
            if (buffer != null && ReplyBuffers.isFor(codec, reply)) {
                buffer.clear();
                encoder(login == null).encode(cmdId, requestId, reply, at, buffer);
                tookIt(connection.send(buffer.reserve(0), 0, buffer.length()));
            } else {
                PayloadBuffer into = new PayloadBuffer(ServerMessage.roomFor(reply.data(), ENVELOPE_ROOM));
                encoder(login == null).encode(cmdId, requestId, reply, at, into);
                tookIt(connection.send(into.toByteArray()));
            }
        } catch (EncodingException e) {
            close(CloseReason.INTERNAL_ERROR);
        }
        if (login != null) {
            login.open(this::transmit);
            barrier = null;
        }
    }

    /** @param keep whether further replies are likely: many clients log in and then only listen */
    private ReplyEncoder encoder(boolean keep) {
        ReplyEncoder known = replies;
        if (known != null) {
            return known;
        }
        Session bound = session;
        if (bound == null) {
            return codec.replies(new ReplyIdentity(id, "", ""));
        }
        known = codec.replies(
                new ReplyIdentity(id, bound.userId(), bound.device().platform()));
        if (keep) {
            replies = known;
        }
        return known;
    }

    /** The client has been silent for a while: lets go of what it needs while it is busy only. */
    void rest() {
        replies = null;
    }

    private boolean transmit(SharedPayload payload) {
        return tookIt(connection.send(payload));
    }

    private boolean tookIt(Connection.SendResult result) {
        return switch (result) {
            case ACCEPTED -> true;
            case CLOSED -> false;
            case FULL -> {
                close(CloseReason.SLOW_CONSUMER);
                yield false;
            }
        };
    }

    /** Bytes that wait for the client. */
    public long outboundBytes() {
        return connection.outboundBytes();
    }

    /** Whether the socket is read. */
    public ReadGate reading() {
        ReadGate known = reading;
        if (known != null) {
            return known;
        }
        synchronized (this) {
            known = reading;
            if (known == null) {
                known = new ReadGate(connection, timeouts);
                reading = known;
            }
        }
        return known;
    }

    @Override
    public void noteReading(boolean allowed) {
        if (!allowed || reading != null) {
            reading().note(Reason.BUDGET, !allowed);
        }
    }

    @Override
    public void followNote() {
        if (reading != null) {
            reading().settle();
        }
    }

    @Override
    public void evict(CloseReason reason) {
        close(reason);
    }

    /** The account of the bytes that are buffered for this client. */
    public ClientBuffers buffers() {
        return buffers;
    }

    /** The commands of the client that have not been answered. */
    @FunctionalInterface
    public interface CommandsInProgress {

        /** Whether there are none. Else, from now on, the connection is closed with 1001 after the last one. */
        boolean endOrAreNone();
    }

    /** Sets the commands of this client; once, when its receiver is made. */
    public void commands(CommandsInProgress inProgress) {
        commands = inProgress;
    }

    /** What {@link #commands} has set; null before. */
    public @Nullable CommandsInProgress commandsInProgress() {
        return commands;
    }

    /** Sends the client what has come to its inbox. */
    @FunctionalInterface
    public interface Delivery {

        /** The client has read all sent messages. */
        void drained();
    }

    /** Sets the delivery to this client; once, when its session begins. */
    public void delivery(Delivery begun) {
        delivery = begun;
    }

    /** What {@link #delivery(Delivery)} has set; null before, and after {@link #takeDelivery}. */
    public @Nullable Delivery delivery() {
        return delivery;
    }

    /** Removes the delivery, which one caller gets. */
    public synchronized @Nullable Delivery takeDelivery() {
        Delivery taken = delivery;
        delivery = null;
        return taken;
    }

    /** Whether the client has been told to reconnect. */
    public boolean isDeparting() {
        return departing;
    }

    /** The time since the connection opened. */
    public Duration age() {
        return timeouts.age();
    }

    /**
     * Tells the client to reconnect (4005). It is served until its moment, when the connection closes with 1001 as soon
     * as its last commands have been answered.
     *
     * @param after the time until then
     * @param redirect the addresses of other nodes; empty: the client knows where
     * @return false when it has been told before, or is about to close
     */
    public boolean depart(Duration after, List<String> redirect) {
        synchronized (this) {
            if (closing || departing) {
                return false;
            }
            departing = true;
        }
        send(messages.draining(session, after, redirect));
        timeouts.leaveAfter(after);
        return true;
    }

    void closeWhenIdle() {
        CommandsInProgress now = commands;
        if (now == null || now.endOrAreNone()) {
            close(CloseReason.GOING_AWAY);
        }
    }

    /** Closes without a notice. Later calls do nothing. */
    public void close(CloseReason reason) {
        if (beginClosing()) {
            ending = new Ending(reason, "");
            connection.close(reason);
        }
    }

    /**
     * Tells the client why (4003) and closes. Later calls do nothing.
     *
     * @param notice the reason as protocol.md 1.3 has it: {@code kicked}, {@code idle} …
     */
    public void close(CloseReason reason, String notice) {
        if (beginClosing()) {
            ending = new Ending(reason, notice);
            try {
                connection.send(messages.aboutToClose(session, notice).encoded(codec()));
            } catch (EncodingException e) {
                // It is logged; the client learns the reason from the close code only.
            } finally {
                // Nobody asks a second time.
                connection.close(reason);
            }
        }
    }

    /** The reason that the client was told before the close; empty: none. */
    String closeNotice() {
        Ending begun = ending;
        return begun == null ? "" : begun.notice();
    }

    /** The user has logged out: that is why the connection is about to be closed. */
    void loggedOut() {
        loggedOut = true;
    }

    /**
     * Why the connection has ended.
     *
     * @param code the code with which it has ended
     */
    CloseCause closeCause(int code) {
        Ending begun = ending;
        CloseCause cause = CloseCauses.of(begun == null ? null : begun.reason(), closeNotice(), code);
        return loggedOut && cause == CloseCause.REVOKED ? CloseCause.LOGOUT : cause;
    }

    /** Starts the time-outs; once, when the manager knows this connection. */
    void watch() {
        timeouts.start();
    }

    void ping() {
        connection.ping();
    }

    void sendTokenNotice(Duration expiresIn) {
        send(messages.tokenAboutToExpire(session, expiresIn));
    }

    /**
     * Binds the connection to a session that the store has admitted.
     *
     * @param tokenLife the remaining life of the token
     * @return false when the connection has begun to close meanwhile: the caller gives the seat back
     */
    boolean bind(Session admitted, Duration sessionTimeout, TokenClaims token, Duration tokenLife) {
        synchronized (this) {
            if (closing || session != null) {
                return false;
            }
            session = tokens.show(token, admitted);
        }
        buffers.bindTo(admitted.userId());
        leaveUnauthenticated();
        timeouts.bound(sessionTimeout, tokenLife);
        return true;
    }

    /** The store had the session at this time, in nanoseconds. */
    void confirmed(long at) {
        confirmedAt = at;
    }

    /** Whether the store has confirmed the bound session after this time, in nanoseconds. */
    boolean isConfirmedAfter(long then) {
        return confirmedAt - then > 0;
    }

    /**
     * Another token of the session's user and device was presented. Its name and roles apply from now on, unless it is
     * older than the known state.
     */
    public synchronized void shown(TokenClaims token) {
        Session bound = session;
        if (bound != null) {
            session = tokens.show(token, bound);
        }
    }

    /**
     * Continues the session with the changed account. Older tokens no longer change it.
     *
     * @param now the time of the change
     */
    synchronized void accountChanged(AccountState account, Instant now) {
        Session bound = session;
        if (bound != null) {
            session = tokens.accountChanged(account, now, bound);
        }
    }

    /** The signer of the session's newest token, see {@link TokenClaims#signedBy}. */
    public synchronized String signedBy() {
        return tokens.signedBy();
    }

    /**
     * The tokens of another issuer that the session lives on: they descend from no login, so that a {@link
     * io.mychat.gateway.spi.auth.TokenStore} does not find them by user and device.
     */
    public synchronized List<TokenClaims> foreignTokens() {
        return tokens.foreign();
    }

    /** Prolongs a bound session by a newer token. */
    public void extend(Duration tokenLife) {
        timeouts.extended(tokenLife);
    }

    /** The transport reports the end of the connection. Returns the session. */
    @Nullable
    Session closed() {
        beginClosing();
        buffers.close();
        return session;
    }

    private boolean beginClosing() {
        synchronized (this) {
            if (closing) {
                return false;
            }
            closing = true;
        }
        timeouts.stop();
        return true;
    }
}
