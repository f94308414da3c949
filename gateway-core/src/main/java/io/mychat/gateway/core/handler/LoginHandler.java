package io.mychat.gateway.core.handler;

import io.mychat.gateway.core.connection.ConnectionContext;
import io.mychat.gateway.core.login.LoginDecision;
import io.mychat.gateway.core.login.LoginRefusal;
import io.mychat.gateway.core.login.LoginService;
import io.mychat.gateway.core.login.PasswordRequest;
import io.mychat.gateway.core.login.PasswordSession;
import io.mychat.gateway.core.protocol.Arguments;
import io.mychat.gateway.core.protocol.AuthJson;
import io.mychat.gateway.core.protocol.BadArgumentException;
import io.mychat.gateway.spi.auth.IssuedTokens;
import io.mychat.gateway.spi.message.MessageContext;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.UnifiedMessage;
import io.mychat.gateway.spi.session.DeviceKey;

/** Translates 1001 for the {@link LoginService}. */
final class LoginHandler implements ArgumentHandler {

    private final LoginService logins;

    LoginHandler(LoginService logins) {
        this.logins = logins;
    }

    @Override
    public Reply handle(Arguments arguments, UnifiedMessage message, MessageContext context)
            throws BadArgumentException {
        if (context.session().isPresent()) {
            return SessionReplies.refused(LoginRefusal.ALREADY_LOGGED_IN);
        }
        String username = arguments.text("username");
        String password = arguments.text("password");
        DeviceKey device = logins.device(message.platform(), arguments.optionalText("device_id"));
        var resume = SessionReplies.resume(arguments);
        LoginDecision<PasswordSession> decision = logins.logIn(
                new PasswordRequest(username, password, device),
                resume,
                ConnectionContext.connectionOf(context),
                context);
        return decision instanceof LoginDecision.Refused<PasswordSession> refused
                ? SessionReplies.refused(refused.reason())
                : opened(((LoginDecision.Granted<PasswordSession>) decision).value());
    }

    private static Reply opened(PasswordSession opened) {
        IssuedTokens tokens = opened.tokens();
        StringBuilder first = new StringBuilder();
        SessionReplies.text(first, "token", tokens.access().token()).append(',');
        SessionReplies.text(first, "refresh_token", tokens.refreshToken());
        long expiresIn = AuthJson.expiresIn(tokens.access().claims());
        return SessionReplies.opened(first.toString(), opened.session(), expiresIn, opened.resume());
    }
}
