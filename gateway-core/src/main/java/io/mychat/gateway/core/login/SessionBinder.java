package io.mychat.gateway.core.login;

import io.mychat.gateway.core.auth.AuthManager;
import io.mychat.gateway.core.ban.ActiveBans;
import io.mychat.gateway.core.ban.BanEnforcer;
import io.mychat.gateway.core.connection.BindOutcome;
import io.mychat.gateway.core.connection.ClientConnection;
import io.mychat.gateway.core.connection.ConnectionManager;
import io.mychat.gateway.core.connection.LoginTerms;
import io.mychat.gateway.core.inbox.InboxDelivery;
import io.mychat.gateway.core.inbox.ResumePoint;
import io.mychat.gateway.core.inbox.ResumeRequest;
import io.mychat.gateway.core.login.LoginDecision.Granted;
import io.mychat.gateway.core.login.LoginDecision.Refused;
import io.mychat.gateway.core.router.StoreSteps;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.ban.Ban;
import io.mychat.gateway.spi.login.LoginStore;
import io.mychat.gateway.spi.message.MessageContext;
import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.CloseReason;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;

/** Makes a session of a connection and a token: takes the seat and begins to deliver after the reply. Thread-safe. */
public final class SessionBinder {

    private final ConnectionManager connections;
    private final InboxDelivery inbox;
    private final AuthManager auth;
    private final ActiveBans bans;
    private final Optional<LoginStore> logins;
    private final IntSupplier maxFailedAttempts;
    private final TimeSource time;

    /** @param maxFailedAttempts the number of failed attempts that closes a connection */
    public SessionBinder(
            AccessDependencies access, InboxDelivery inbox, IntSupplier maxFailedAttempts, TimeSource time) {
        this.connections = access.connections();
        this.auth = access.auth();
        this.bans = access.bans();
        this.logins = access.logins();
        this.inbox = inbox;
        this.maxFailedAttempts = maxFailedAttempts;
        this.time = time;
    }

    /**
     * What knows and ends access.
     *
     * @param logins decides a login in one step; empty: the stores are asked one after the other
     */
    public record AccessDependencies(
            ConnectionManager connections, AuthManager auth, ActiveBans bans, Optional<LoginStore> logins) {}

    /**
     * The request of a login for a seat.
     *
     * @param terms the terms of the device's platform, which the user satisfies
     */
    record SeatRequest(DeviceKey device, LoginTerms terms, Optional<ResumeRequest> resume) {}

    /** Takes a seat for the connection; delivery begins after the reply. May block. */
    LoginDecision<BoundSession> bind(
            ClientConnection client, MessageContext context, TokenClaims token, SeatRequest request) {
        Optional<Ban> ban = bans.ofUser(token.user().userId(), request.device());
        if (ban.isPresent()) {
            return new Refused<>(LoginRefusal.banned(ban.get()));
        }
        client.holdUntilReply(inbox.maxOutboundBytes());
        return logins.isPresent()
                ? inOneStep(client, context, token, request, List.of()).orElseThrow()
                : inSteps(client, context, token, request);
    }

    /** Whether {@link #checkAndBind} can be used. */
    boolean checksTokens() {
        return logins.isPresent();
    }

    /**
     * As {@link #bind}, for a token of which it is not known yet whether the store has it revoked.
     *
     * @return empty: it is revoked, or its user is banned, and nothing has happened
     */
    Optional<LoginDecision<BoundSession>> checkAndBind(
            ClientConnection client, MessageContext context, TokenClaims token, SeatRequest request) {
        if (bans.ofUser(token.user().userId(), request.device()).isPresent()) {
            return Optional.empty();
        }
        client.holdUntilReply(inbox.maxOutboundBytes());
        return inOneStep(client, context, token, request, auth.storedClaims(token));
    }

    private Optional<LoginDecision<BoundSession>> inOneStep(
            ClientConnection client,
            MessageContext context,
            TokenClaims token,
            SeatRequest request,
            List<TokenClaims> unchecked) {
        OneStepLogin login = new OneStepLogin(logins.orElseThrow(), unchecked, request.resume());
        AtomicReference<BindOutcome> outcome = new AtomicReference<>();
        inbox.prepare(client, token.user().userId(), () -> {
            BindOutcome decided = StoreSteps.of(context)
                    .take(() -> connections.bind(client, token, request.device(), request.terms(), login));
            outcome.set(decided);
            return decided instanceof BindOutcome.Bound;
        });
        if (login.isRevoked()) {
            return Optional.empty();
        }
        return Optional.of(
                outcome.get() instanceof BindOutcome.Bound bound
                        ? granted(client, context, token, bound.session(), login.resumePoint())
                        : refused(Objects.requireNonNull(outcome.get())));
    }

    private LoginDecision<BoundSession> inSteps(
            ClientConnection client, MessageContext context, TokenClaims token, SeatRequest request) {
        StoreSteps steps = StoreSteps.of(context);
        BindOutcome outcome = steps.take(() -> connections.bind(client, token, request.device(), request.terms()));
        if (!(outcome instanceof BindOutcome.Bound bound)) {
            return refused(outcome);
        }
        String userId = token.user().userId();
        ResumePoint from;
        inbox.prepare(client, userId);
        try {
            from = steps.take(() -> inbox.resumePoint(userId, request.resume()));
        } catch (RuntimeException e) {
            // A session that cannot be told where it stands is none: the client reconnects and tries again.
            Runnable close = () -> client.close(CloseReason.OVERLOAD);
            context.afterReply(close, close);
            throw e;
        }
        return granted(client, context, token, bound.session(), from);
    }

    private static <T> LoginDecision<T> refused(BindOutcome outcome) {
        return new Refused<>(
                outcome instanceof BindOutcome.NoFreeSeat
                        ? LoginRefusal.NO_FREE_SEAT
                        : LoginRefusal.CONNECTION_CLOSING);
    }

    private LoginDecision<BoundSession> granted(
            ClientConnection client, MessageContext context, TokenClaims token, Session session, ResumePoint from) {
        // A client that was told 503 does not know that it is logged in, nor where it stands.
        context.afterReply(() -> inbox.begin(client, from), () -> client.close(CloseReason.OVERLOAD));
        endIfRevokedMeanwhile(token, session, context);
        // A ban that came after the question above has not found this session.
        if (bans.ofUser(session.userId(), session.device()).isPresent()) {
            client.close(CloseReason.KICKED, BanEnforcer.NOTICE);
        }
        return new Granted<>(new BoundSession(session, from));
    }

    /**
     * Ends the session after the reply if its token has been revoked meanwhile: a revocation between the issuing or the
     * check of a token and the binding found no session to end. The client does not wait for this look.
     */
    void endIfRevokedMeanwhile(TokenClaims token, Session session, MessageContext context) {
        Runnable look =
                () -> connections.terminator().endIf(session, () -> auth.isRevoked(token) && !goesOn(session, token));
        context.afterReply(look, look);
    }

    /**
     * Whether only the roles of the account have changed meanwhile: then the session continues with the remaining
     * roles, although the token is revoked.
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

    /** The remaining life of a token. */
    Duration life(TokenClaims token) {
        return Duration.between(time.now(), token.expiresAt());
    }

    /** Revokes the tokens of a login that has got no seat. */
    void abandon(TokenClaims token) {
        auth.revokeLogin(token.familyId());
    }

    /** Reports a token that is refused. */
    void tokenRefused(ClientConnection client, LoginRefusal reason) {
        connections.tokenRefused(client, reason.error());
    }

    /** Counts a failed attempt of an unbound connection; too many close it after the reply. */
    void attemptFailed(ClientConnection client, MessageContext context) {
        if (context.session().isEmpty() && client.authenticationFailed() >= maxFailedAttempts.getAsInt()) {
            context.afterReply(() -> client.close(CloseReason.UNAUTHORIZED, "too_many_failed_attempts"));
        }
    }
}
