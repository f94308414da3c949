package io.mychat.gateway.core.login;

import io.mychat.gateway.core.connection.ClientConnection;
import io.mychat.gateway.core.connection.LoginTerms;
import io.mychat.gateway.core.connection.MultiPlatformAuthManager;
import io.mychat.gateway.core.hook.HookSlot;
import io.mychat.gateway.core.inbox.ResumeRequest;
import io.mychat.gateway.core.login.LoginDecision.Granted;
import io.mychat.gateway.core.login.LoginDecision.Refused;
import io.mychat.gateway.core.observe.LabeledHistogram;
import io.mychat.gateway.core.observe.LatencyHistogram;
import io.mychat.gateway.core.protocol.Arguments;
import io.mychat.gateway.core.protocol.BadArgumentException;
import io.mychat.gateway.core.router.StoreSteps;
import io.mychat.gateway.spi.auth.IssuedTokens;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.hook.LoginHook;
import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.message.MessageContext;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides all logins: with a password over HTTP, with a password on a connection (1001), and with a token on a
 * connection (1002). Only this class checks platform, throttle, role and tokens; handlers and endpoints translate
 * requests and results.
 *
 * <p>A login uses the platform strategy of its start. A login on a connection takes a seat after its tokens are issued,
 * so that a login that fails displaces no session. Thread-safe. May block, and throws
 * {@link io.mychat.gateway.spi.StoreUnavailableException} when a store is unreachable.
 */
public final class LoginService {

    private final @Nullable PasswordLogin passwords;
    private final TokenAuthenticator tokens;
    private final MultiPlatformAuthManager platforms;
    private final SessionBinder sessions;
    private final Supplier<String> deviceIds;
    private final HookSlot hooks;
    private final TimeSource time;
    private final boolean storesNeverWait;
    private final LatencyHistogram overHttp;
    private final LatencyHistogram withPassword;
    private final LatencyHistogram withToken;

    /**
     * What logins need besides the rooms that decide them.
     *
     * @param deviceIds creates a device id for a client without one
     * @param hooks may refuse a login
     * @param latencies takes how long each kind of login takes
     * @param storesNeverWait whether nothing that a login by token asks ever waits, but the check of the token
     */
    public record Dependencies(
            Supplier<String> deviceIds,
            HookSlot hooks,
            TimeSource time,
            LabeledHistogram latencies,
            boolean storesNeverWait) {}

    /**
     * @param passwords null when no component checks passwords
     */
    public LoginService(
            @Nullable PasswordLogin passwords,
            TokenAuthenticator tokens,
            MultiPlatformAuthManager platforms,
            SessionBinder sessions,
            Dependencies dependencies) {
        this.passwords = passwords;
        this.tokens = tokens;
        this.platforms = platforms;
        this.sessions = sessions;
        this.deviceIds = dependencies.deviceIds();
        this.hooks = dependencies.hooks();
        this.time = dependencies.time();
        this.storesNeverWait = dependencies.storesNeverWait();
        this.overHttp = dependencies.latencies().of("http");
        this.withPassword = dependencies.latencies().of("password");
        this.withToken = dependencies.latencies().of("token");
    }

    /** Whether passwords can be checked; otherwise logins with one get {@link LoginRefusal#NO_PASSWORD_LOGIN}. */
    public boolean takesPasswords() {
        return passwords != null;
    }

    /** Whether nothing that a login by token asks ever waits, but the check of the token. */
    public boolean storesNeverWait() {
        return storesNeverWait;
    }

    /** Whether the check of a token takes some microseconds now. */
    public boolean readsTokensAtOnce() {
        return tokens.readsAtOnce();
    }

    /** The device of a client; a client that names no device id gets a new one. */
    public DeviceKey device(String platform, Optional<String> deviceId) throws BadArgumentException {
        return Arguments.device(platform, deviceId.orElseGet(deviceIds));
    }

    /**
     * Logs in with a password and takes no seat.
     *
     * @param ip the client's address
     */
    public LoginDecision<IssuedTokens> logIn(PasswordRequest request, String ip) {
        long start = time.nanoTime();
        try {
            return terms(request.device()).then(terms -> decide(request, ip, terms, StoreSteps.ONCE));
        } finally {
            overHttp.record(time.nanoTime() - start);
        }
    }

    /** Logs in with a password on a connection. */
    public LoginDecision<PasswordSession> logIn(
            PasswordRequest request, Optional<ResumeRequest> resume, ClientConnection client, MessageContext context) {
        long start = time.nanoTime();
        try {
            return bindWithPassword(request, resume, client, context);
        } finally {
            withPassword.record(time.nanoTime() - start);
        }
    }

    private LoginDecision<PasswordSession> bindWithPassword(
            PasswordRequest request, Optional<ResumeRequest> resume, ClientConnection client, MessageContext context) {
        return terms(request.device()).then(terms -> {
            LoginDecision<IssuedTokens> decision = decide(request, client.ip(), terms, StoreSteps.of(context));
            if (decision instanceof Refused<IssuedTokens> refused
                    && refused.reason().equals(LoginRefusal.BAD_CREDENTIALS)) {
                sessions.attemptFailed(client, context);
            }
            return decision.then(issued -> {
                TokenClaims claims = issued.access().claims();
                LoginDecision<BoundSession> bound = sessions.bind(
                        client, context, claims, new SessionBinder.SeatRequest(request.device(), terms, resume));
                if (bound instanceof Refused<BoundSession>) {
                    sessions.abandon(claims);
                }
                return bound.then(seat -> new Granted<>(new PasswordSession(issued, seat.session(), seat.resume())));
            });
        });
    }

    /**
     * Logs in with an access token on a connection, or prolongs the session that the connection has.
     *
     * @throws BadArgumentException when neither the token nor the request names a valid device
     */
    public LoginDecision<TokenSession> logIn(TokenLoginRequest request, ClientConnection client, MessageContext context)
            throws BadArgumentException {
        long start = time.nanoTime();
        try {
            return bindWithToken(request, client, context);
        } finally {
            withToken.record(time.nanoTime() - start);
        }
    }

    private LoginDecision<TokenSession> bindWithToken(
            TokenLoginRequest request, ClientConnection client, MessageContext context) throws BadArgumentException {
        Optional<LoginDecision<TokenSession>> usual = openInOneStep(request, client, context);
        return usual.isPresent() ? usual.get() : bindInSteps(request, client, context);
    }

    /**
     * The usual login, for which the store is asked once: nothing but the store can refuse it.
     *
     * @return empty: another login, or a revoked token, and nothing has happened
     */
    private Optional<LoginDecision<TokenSession>> openInOneStep(
            TokenLoginRequest request, ClientConnection client, MessageContext context) {
        // Hooks are asked about tokens that are valid, so that has to be known before.
        if (context.session().isPresent()
                || !sessions.checksTokens()
                || !hooks.get().login().isEmpty()) {
            return Optional.empty();
        }
        return tokens.authenticateHere(request.token())
                .flatMap(token -> seatRequest(request, token)
                        .flatMap(seat -> sessions.checkAndBind(client, context, token, seat))
                        .map(bound -> bound.then(seat -> opened(token, seat))));
    }

    private Optional<SessionBinder.SeatRequest> seatRequest(TokenLoginRequest request, TokenClaims token) {
        try {
            DeviceKey known = token.device();
            if (known != null && contradicts(known, request)) {
                return Optional.empty();
            }
            DeviceKey device = known != null ? known : device(request.platform(), request.deviceId());
            return platforms
                    .terms(device.platform())
                    .filter(terms -> terms.admit(token.user()))
                    .map(terms -> new SessionBinder.SeatRequest(device, terms, request.resume()));
        } catch (BadArgumentException e) {
            return Optional.empty();
        }
    }

    private LoginDecision<TokenSession> opened(TokenClaims token, BoundSession seat) {
        return new Granted<>(new TokenSession(seat.session(), sessions.life(token), Optional.of(seat.resume())));
    }

    private LoginDecision<TokenSession> bindInSteps(
            TokenLoginRequest request, ClientConnection client, MessageContext context) throws BadArgumentException {
        LoginDecision<TokenClaims> shown = tokens.authenticate(request.token(), client.ip(), StoreSteps.of(context));
        if (!(shown instanceof Granted<TokenClaims> valid)) {
            LoginRefusal reason = ((Refused<TokenClaims>) shown).reason();
            sessions.tokenRefused(client, reason);
            if (!reason.isBan()) {
                sessions.attemptFailed(client, context);
            }
            return new Refused<>(reason);
        }
        TokenClaims token = valid.value();
        Optional<Session> session = context.session();
        LoginDecision<TokenSession> decision = session.isPresent()
                ? extend(request, client, token, session.get(), context)
                : open(request, client, token, context);
        if (decision instanceof Refused<TokenSession> refused && isForbidden(refused.reason())) {
            sessions.tokenRefused(client, refused.reason());
        }
        return decision;
    }

    /** Whether a valid token was refused, which is audited. */
    private static boolean isForbidden(LoginRefusal reason) {
        return reason.code() == ErrorCode.FORBIDDEN && !reason.equals(LoginRefusal.NO_FREE_SEAT);
    }

    private LoginDecision<TokenSession> open(
            TokenLoginRequest request, ClientConnection client, TokenClaims token, MessageContext context)
            throws BadArgumentException {
        DeviceKey known = token.device();
        if (known != null && contradicts(known, request)) {
            return new Refused<>(LoginRefusal.TOKEN_MISMATCH);
        }
        DeviceKey device = known != null ? known : device(request.platform(), request.deviceId());
        return terms(device)
                .then(terms -> !terms.admit(token.user())
                        ? new Refused<>(LoginRefusal.ROLE_MISSING)
                        : LoginHooks.refusal(hooks, token.user(), device, client.ip(), LoginHook.Method.TOKEN)
                                .<LoginDecision<BoundSession>>map(Refused::new)
                                .orElseGet(() -> sessions.bind(
                                        client,
                                        context,
                                        token,
                                        new SessionBinder.SeatRequest(device, terms, request.resume()))))
                .then(seat -> opened(token, seat));
    }

    private static boolean contradicts(DeviceKey known, TokenLoginRequest request) {
        return (!request.platform().isEmpty() && !request.platform().equals(known.platform()))
                || request.deviceId().filter(id -> !id.equals(known.deviceId())).isPresent();
    }

    private LoginDecision<TokenSession> extend(
            TokenLoginRequest request,
            ClientConnection client,
            TokenClaims token,
            Session session,
            MessageContext context) {
        sessions.endIfRevokedMeanwhile(token, session, context);
        DeviceKey known = token.device() == null ? session.device() : token.device();
        boolean isSame = token.user().userId().equals(session.userId())
                && known.equals(session.device())
                && request.deviceId().map(session.device().deviceId()::equals).orElse(true);
        if (!isSame) {
            return new Refused<>(LoginRefusal.TOKEN_MISMATCH);
        }
        // The token applies even if it does not extend the session: a role that the user has lost ends now.
        client.shown(token);
        if (!platforms.mayStay(token.user(), session.device().platform())) {
            return new Refused<>(LoginRefusal.ROLE_MISSING);
        }
        Duration life = sessions.life(token);
        client.extend(life);
        return new Granted<>(new TokenSession(client.session().orElse(session), life, Optional.empty()));
    }

    private LoginDecision<LoginTerms> terms(DeviceKey device) {
        return platforms
                .terms(device.platform())
                .<LoginDecision<LoginTerms>>map(Granted::new)
                .orElseGet(() -> new Refused<>(LoginRefusal.UNKNOWN_PLATFORM));
    }

    private LoginDecision<IssuedTokens> decide(PasswordRequest request, String ip, LoginTerms terms, StoreSteps steps) {
        return passwords == null
                ? new Refused<>(LoginRefusal.NO_PASSWORD_LOGIN)
                : passwords.decide(request, ip, terms, steps);
    }
}
