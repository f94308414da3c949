package io.mychat.gateway.core.handler;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.connection.ConnectionContext;
import io.mychat.gateway.core.login.LoginDecision;
import io.mychat.gateway.core.login.LoginRefusal;
import io.mychat.gateway.core.login.LoginService;
import io.mychat.gateway.core.login.TokenLoginRequest;
import io.mychat.gateway.core.login.TokenSession;
import io.mychat.gateway.core.protocol.Arguments;
import io.mychat.gateway.core.protocol.AuthJson;
import io.mychat.gateway.core.protocol.BadArgumentException;
import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.message.MessageContext;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.UnifiedMessage;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.time.TimeSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Translates 1002 for the {@link LoginService}. */
final class TokenVerifyHandler implements ArgumentHandler {

    private static final Logger log = LoggerFactory.getLogger(TokenVerifyHandler.class);

    private final LoginService logins;
    private final Json json;
    private final RateLimitedLog refusals;

    TokenVerifyHandler(LoginService logins, Json json, TimeSource time) {
        this.logins = logins;
        this.json = json;
        this.refusals = new RateLimitedLog(log::error, time);
    }

    @Override
    public Reply handle(Arguments arguments, UnifiedMessage message, MessageContext context)
            throws BadArgumentException {
        String token = arguments.text("token");
        Optional<String> deviceId = arguments.optionalText("device_id");
        var request = new TokenLoginRequest(token, message.platform(), deviceId, SessionReplies.resume(arguments));
        LoginDecision<TokenSession> decision = logins.logIn(request, ConnectionContext.connectionOf(context), context);
        return decision instanceof LoginDecision.Refused<TokenSession> refused
                ? refused(refused.reason(), message)
                : accepted(((LoginDecision.Granted<TokenSession>) decision).value());
    }

    private Reply accepted(TokenSession accepted) {
        Session session = accepted.session();
        long expiresIn = accepted.tokenLife().toSeconds();
        if (accepted.resume().isPresent()) {
            return SessionReplies.opened(
                    "\"valid\":true", session, expiresIn, accepted.resume().get());
        }
        ObjectNode data = json.object().put("valid", true);
        data.set("user_info", AuthJson.user(json, session.user()));
        data.put("session_id", session.id())
                .put("device_id", session.device().deviceId())
                .put("expires_in", expiresIn);
        return Reply.ok(json.write(data));
    }

    private Reply refused(LoginRefusal reason, UnifiedMessage message) {
        if (reason.code() != ErrorCode.UNAUTHORIZED) {
            return SessionReplies.refused(reason);
        }
        // The line of specification 9.2. The audit has each refusal with its reason.
        refusals.log("Token verification failed for session " + message.sessionId());
        ObjectNode data =
                json.object().put("valid", false).put("error", reason.error()).put("detail", reason.detail());
        return new Reply(reason.code(), json.write(data));
    }
}
