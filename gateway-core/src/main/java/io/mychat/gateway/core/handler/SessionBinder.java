package io.mychat.gateway.core.handler;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.auth.AuthManager;
import io.mychat.gateway.core.auth.LoginRefusal;
import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.connection.BindOutcome;
import io.mychat.gateway.core.connection.ClientConnection;
import io.mychat.gateway.core.connection.ConnectionManager;
import io.mychat.gateway.core.inbox.InboxDelivery;
import io.mychat.gateway.core.inbox.ResumePoint;
import io.mychat.gateway.core.inbox.ResumeRequest;
import io.mychat.gateway.core.protocol.Arguments;
import io.mychat.gateway.core.protocol.AuthJson;
import io.mychat.gateway.core.protocol.BadArgumentException;
import io.mychat.gateway.core.router.StoreSteps;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.message.MessageContext;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.UnifiedMessage;
import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.transport.CloseReason;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntSupplier;

/** What 1001 and 1002 have in common: taking the seat, telling the client, beginning to deliver. Thread-safe. */
final class SessionBinder {

    private static final Reply GONE =
            Reply.failure(ErrorCode.SERVICE_UNAVAILABLE, "connection_closing", "The connection is being closed.");

    private final ConnectionManager connections;
    private final InboxDelivery inbox;
    private final AuthManager auth;
    private final Json json;
    private final IntSupplier maxFailedAttempts;

    SessionBinder(
            ConnectionManager connections,
            InboxDelivery inbox,
            AuthManager auth,
            Json json,
            IntSupplier maxFailedAttempts) {
        this.connections = connections;
        this.auth = auth;
        this.inbox = inbox;
        this.json = json;
        this.maxFailedAttempts = maxFailedAttempts;
    }

    /** A seat that has been taken. */
    record Seat(Session session, ResumePoint resume) {}

    /** Either a seat or the reply that says why not. */
    sealed interface Result {
        record Taken(Seat seat) implements Result {}

        record Refused(Reply reply) implements Result {}
    }

    /** Reads {@code resume}. */
    static Optional<ResumeRequest> resume(Arguments arguments) throws BadArgumentException {
        Optional<Arguments> resume = arguments.optionalObject("resume");
        if (resume.isEmpty()) {
            return Optional.empty();
        }
        String epoch = resume.get().text("epoch");
        OptionalLong lastSeq = resume.get().optionalNumber("last_seq");
        if (lastSeq.isEmpty() || lastSeq.getAsLong() < 0) {
            throw new BadArgumentException("bad_last_seq", "resume.last_seq is required: an integer from 0.");
        }
        return Optional.of(new ResumeRequest(epoch, lastSeq.getAsLong()));
    }

    /** Takes a seat for the message's connection; delivery begins after the reply. May block. */
    Result bind(UnifiedMessage message, MessageContext context, TokenClaims token, SeatRequest request) {
        Optional<ClientConnection> client = connections.connection(message.sessionId());
        if (client.isEmpty()) {
            return new Result.Refused(GONE);
        }
        client.get().holdUntilReply(inbox.maxOutboundBytes());
        BindOutcome outcome = StoreSteps.take(context, () -> connections.bind(client.get(), token, request.device()));
        if (!(outcome instanceof BindOutcome.Bound bound)) {
            return new Result.Refused(refusal(outcome));
        }
        String userId = token.user().userId();
        ResumePoint from;
        inbox.prepare(client.get(), userId);
        try {
            from = StoreSteps.take(context, () -> inbox.resumePoint(userId, request.resume()));
        } catch (RuntimeException e) {
            // A session that cannot be told where it stands is none: the client reconnects and tries again.
            Runnable close = () -> client.get().close(CloseReason.OVERLOAD);
            context.afterReply(close, close);
            throw e;
        }
        // A client that was told 503 does not know that it is logged in, nor where it stands.
        context.afterReply(
                () -> inbox.begin(client.get(), from), () -> client.get().close(CloseReason.OVERLOAD));
        endIfRevokedMeanwhile(token, bound.session(), context);
        return new Result.Taken(new Seat(bound.session(), from));
    }

    /**
     * A revocation between the issuing or the check of a token and the binding found no session to end. The client does not
     * wait for this look.
     */
    void endIfRevokedMeanwhile(TokenClaims token, Session session, MessageContext context) {
        Runnable look =
                () -> connections.endings().endIf(session, () -> auth.isRevoked(token) && !goesOn(session, token));
        context.afterReply(look, look);
    }

    /**
     * Whether only the roles of the account have changed meanwhile: then the session goes on with what is left, although the
     * token is revoked.
     */
    private boolean goesOn(Session session, TokenClaims token) {
        boolean isChanged = connections
                .connection(session.id())
                .flatMap(ClientConnection::session)
                .filter(now -> !now.account().equals(token.account()))
                .isPresent();
        if (isChanged && auth.trusts(token.signedBy())) {
            return true;
        }
        Optional<AccountState> otherRoles = auth.otherRoles(token);
        otherRoles.ifPresent(connections.accounts()::changeHere);
        return otherRoles.isPresent();
    }

    /** What a login asks for. */
    record SeatRequest(DeviceKey device, Optional<ResumeRequest> resume) {}

    private static Reply refusal(BindOutcome outcome) {
        if (outcome instanceof BindOutcome.UnknownPlatform) {
            return LoginRefusal.UNKNOWN_PLATFORM.reply();
        }
        if (outcome instanceof BindOutcome.RoleMissing) {
            return LoginRefusal.ROLE_MISSING.reply();
        }
        if (outcome instanceof BindOutcome.NoFreeSeat) {
            return LoginRefusal.NO_FREE_SEAT.reply();
        }
        return GONE;
    }

    /** Adds what every successful login is told. */
    void describe(ObjectNode data, Seat seat, long expiresIn) {
        Session session = seat.session();
        data.put("expires_in", expiresIn);
        data.set("user_info", AuthJson.user(json, session.user()));
        data.put("session_id", session.id()).put("device_id", session.device().deviceId());
        ResumePoint from = seat.resume();
        data.putObject("resume")
                .put("epoch", from.epoch())
                .put("from_seq", from.fromSeq())
                .put("latest_seq", from.latestSeq())
                .put("gap", from.gap());
    }

    /** Counts a failed attempt of an unbound connection; too many close it after the reply. */
    void failed(UnifiedMessage message, MessageContext context) {
        if (context.session().isPresent()) {
            return;
        }
        connections.connection(message.sessionId()).ifPresent(client -> {
            if (client.authenticationFailed() >= maxFailedAttempts.getAsInt()) {
                context.afterReply(() -> client.close(CloseReason.UNAUTHORIZED, "too_many_failed_attempts"));
            }
        });
    }
}
