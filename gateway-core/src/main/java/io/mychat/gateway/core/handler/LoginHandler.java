package io.mychat.gateway.core.handler;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.auth.AuthManager;
import io.mychat.gateway.core.auth.IssuedTokens;
import io.mychat.gateway.core.auth.LoginRefusal;
import io.mychat.gateway.core.auth.NewLogin;
import io.mychat.gateway.core.auth.PasswordLogin;
import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.connection.ConnectionManager;
import io.mychat.gateway.core.connection.MultiPlatformAuthManager;
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
import io.mychat.gateway.spi.session.Platform;
import java.util.Optional;
import java.util.function.Supplier;

/** 1001: a name and a password become a session and its tokens. */
final class LoginHandler implements ArgumentHandler {

    private final PasswordLogin login;
    private final AuthManager auth;
    private final MultiPlatformAuthManager platforms;
    private final SessionBinder binder;
    private final Dependencies dependencies;

    /**
     * What the handler lives in.
     *
     * @param deviceIds makes a device id for a client that names none
     */
    record Dependencies(Json json, ConnectionManager connections, Supplier<String> deviceIds) {}

    LoginHandler(
            PasswordLogin login,
            AuthManager auth,
            MultiPlatformAuthManager platforms,
            SessionBinder binder,
            Dependencies dependencies) {
        this.login = login;
        this.auth = auth;
        this.platforms = platforms;
        this.binder = binder;
        this.dependencies = dependencies;
    }

    @Override
    public Reply handle(Arguments arguments, UnifiedMessage message, MessageContext context)
            throws BadArgumentException {
        if (context.session().isPresent()) {
            return Reply.failure(ErrorCode.BAD_REQUEST, "already_logged_in", "This connection is logged in.");
        }
        String username = arguments.text("username");
        String password = arguments.text("password");
        String deviceId = arguments.optionalText("device_id").orElseGet(dependencies.deviceIds());
        DeviceKey device = Arguments.device(message.platform(), deviceId);
        Optional<ResumeRequest> resume = SessionBinder.resume(arguments);
        Optional<Platform> platform = platforms.platform(device.platform());
        if (platform.isEmpty()) {
            return LoginRefusal.UNKNOWN_PLATFORM.reply();
        }
        PasswordLogin.Outcome outcome =
                login.attempt(username, password, ip(message), question -> StoreSteps.take(context, question));
        if (outcome instanceof PasswordLogin.Outcome.Accepted accepted) {
            AccountState account = accepted.account();
            return platforms.mayLogIn(account.user(), platform.get())
                    ? accepted(message, context, account, new SessionBinder.SeatRequest(device, resume))
                    : refused(account, message, LoginRefusal.ROLE_MISSING);
        }
        return refused((PasswordLogin.Outcome.Refused) outcome, message, context);
    }

    private String ip(UnifiedMessage message) {
        return dependencies
                .connections()
                .connection(message.sessionId())
                .map(it -> it.ip())
                .orElse("");
    }

    /** A login whose password was right. */
    private Reply refused(AccountState account, UnifiedMessage message, LoginRefusal reason) {
        login.refused(account.user().username(), ip(message), reason);
        return reason.reply();
    }

    private Reply refused(PasswordLogin.Outcome.Refused refused, UnifiedMessage message, MessageContext context) {
        LoginRefusal reason = refused.reason();
        if (reason == LoginRefusal.BAD_CREDENTIALS) {
            binder.failed(message, context);
            return reason.reply();
        }
        return Reply.failure(reason.code(), reason.error(), reason.detail(), refused.retryAfter());
    }

    private Reply accepted(
            UnifiedMessage message, MessageContext context, AccountState account, SessionBinder.SeatRequest request) {
        // Tokens first: a login that cannot be finished must push nobody out.
        NewLogin begun = auth.begin(account, request.device());
        Optional<IssuedTokens> issued = StoreSteps.take(context, begun::issue);
        if (issued.isEmpty()) {
            return refused(account, message, LoginRefusal.REVOKED);
        }
        IssuedTokens tokens = issued.get();
        TokenClaims claims = tokens.access().claims();
        SessionBinder.Result result = binder.bind(message, context, claims, request);
        if (result instanceof SessionBinder.Result.Refused refused) {
            auth.revokeLogin(claims.familyId());
            return refused.reply();
        }
        SessionBinder.Seat seat = ((SessionBinder.Result.Taken) result).seat();
        ObjectNode data = AuthJson.tokens(dependencies.json(), tokens.access(), tokens.refreshToken());
        binder.describe(data, seat, AuthJson.expiresIn(claims));
        return Reply.ok(dependencies.json().write(data));
    }
}
