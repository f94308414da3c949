package io.mychat.gateway.core.handler;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.auth.AuthManager;
import io.mychat.gateway.core.auth.LoginRefusal;
import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.connection.ClientConnection;
import io.mychat.gateway.core.connection.ConnectionManager;
import io.mychat.gateway.core.connection.MultiPlatformAuthManager;
import io.mychat.gateway.core.protocol.Arguments;
import io.mychat.gateway.core.protocol.AuthJson;
import io.mychat.gateway.core.protocol.BadArgumentException;
import io.mychat.gateway.core.router.StoreSteps;
import io.mychat.gateway.core.security.login.CredentialThrottle;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.auth.TokenVerdict;
import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.message.MessageContext;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.UnifiedMessage;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** 1002: a token becomes a session, or prolongs the one that the connection has. */
final class TokenVerifyHandler implements ArgumentHandler {

    private static final String TOKEN_MISMATCH = "token_mismatch";
    private static final Reply OTHER_DEVICE =
            Reply.failure(ErrorCode.FORBIDDEN, TOKEN_MISMATCH, "The token is for another user, device or platform.");

    private static final String TOO_MANY_FAILURES = "too_many_failures";

    private final AuthManager auth;
    private final SessionBinder binder;
    private final CredentialThrottle throttle;
    private final Dependencies dependencies;

    /**
     * What the handler lives in.
     *
     * @param deviceIds makes a device id for a client that names none
     */
    record Dependencies(
            Json json,
            ConnectionManager connections,
            MultiPlatformAuthManager platforms,
            Supplier<String> deviceIds,
            TimeSource time) {}

    TokenVerifyHandler(AuthManager auth, SessionBinder binder, CredentialThrottle throttle, Dependencies dependencies) {
        this.auth = auth;
        this.binder = binder;
        this.throttle = throttle;
        this.dependencies = dependencies;
    }

    @Override
    public Reply handle(Arguments arguments, UnifiedMessage message, MessageContext context)
            throws BadArgumentException {
        String token = arguments.text("token");
        Optional<String> deviceId = arguments.optionalText("device_id");
        var resume = SessionBinder.resume(arguments);
        TokenVerdict verdict = StoreSteps.take(context, () -> auth.verify(token));
        if (verdict instanceof TokenVerdict.Invalid invalid) {
            Optional<Duration> wait = dependencies
                    .connections()
                    .connection(message.sessionId())
                    .flatMap(client -> throttle.failed(client.ip()));
            String error =
                    wait.isPresent() ? TOO_MANY_FAILURES : invalid.fault().error();
            dependencies.connections().tokenRefused(message.sessionId(), error);
            binder.failed(message, context);
            if (wait.isPresent()) {
                return Reply.failure(
                        ErrorCode.TOO_MANY_REQUESTS,
                        error,
                        "Too many refused tokens from this address; wait before the next one.",
                        wait.get());
            }
            return invalid(invalid.fault());
        }
        TokenClaims claims = ((TokenVerdict.Valid) verdict).claims();
        if (context.session().isPresent()) {
            binder.endIfRevokedMeanwhile(claims, context.session().get(), context);
            return extend(message, context.session().get(), claims, deviceId);
        }
        DeviceKey known = claims.device();
        if (known != null && contradicts(known, message.platform(), deviceId)) {
            return refused(message, TOKEN_MISMATCH, OTHER_DEVICE);
        }
        DeviceKey device = known != null
                ? known
                : Arguments.device(message.platform(), deviceId.orElseGet(dependencies.deviceIds()));
        SessionBinder.Result result =
                binder.bind(message, context, claims, new SessionBinder.SeatRequest(device, resume));
        if (result instanceof SessionBinder.Result.Refused refused) {
            Reply roleMissing = LoginRefusal.ROLE_MISSING.reply();
            return refused.reply().equals(roleMissing)
                    ? refused(message, LoginRefusal.ROLE_MISSING.error(), roleMissing)
                    : refused.reply();
        }
        SessionBinder.Seat seat = ((SessionBinder.Result.Taken) result).seat();
        ObjectNode data = dependencies.json().object().put("valid", true);
        binder.describe(data, seat, life(claims).toSeconds());
        return Reply.ok(dependencies.json().write(data));
    }

    private Reply extend(UnifiedMessage message, Session session, TokenClaims claims, Optional<String> deviceId) {
        DeviceKey known = claims.device() == null ? session.device() : claims.device();
        boolean same = claims.user().userId().equals(session.userId())
                && known.equals(session.device())
                && deviceId.map(session.device().deviceId()::equals).orElse(true);
        if (!same) {
            return refused(message, TOKEN_MISMATCH, OTHER_DEVICE);
        }
        Optional<ClientConnection> client = dependencies.connections().connection(message.sessionId());
        // Also where it extends nothing: what the user may no longer do ends now.
        client.ifPresent(it -> it.shown(claims));
        if (!dependencies.platforms().mayStay(claims.user(), session.device().platform())) {
            return refused(message, LoginRefusal.ROLE_MISSING.error(), LoginRefusal.ROLE_MISSING.reply());
        }
        client.ifPresent(it -> it.extend(life(claims)));
        UserInfo user =
                client.flatMap(ClientConnection::session).orElse(session).user();
        ObjectNode data = dependencies.json().object().put("valid", true);
        data.set("user_info", AuthJson.user(dependencies.json(), user));
        data.put("session_id", session.id())
                .put("device_id", session.device().deviceId())
                .put("expires_in", life(claims).toSeconds());
        return Reply.ok(dependencies.json().write(data));
    }

    /** A good token that does not suffice: the audit says so. */
    private Reply refused(UnifiedMessage message, String error, Reply reply) {
        dependencies.connections().tokenRefused(message.sessionId(), error);
        return reply;
    }

    private static boolean contradicts(DeviceKey known, String platform, Optional<String> deviceId) {
        return (!platform.isEmpty() && !platform.equals(known.platform()))
                || (deviceId.isPresent() && !deviceId.get().equals(known.deviceId()));
    }

    private Duration life(TokenClaims claims) {
        return Duration.between(dependencies.time().now(), claims.expiresAt());
    }

    private Reply invalid(TokenVerdict.Fault fault) {
        ObjectNode data = dependencies
                .json()
                .object()
                .put("valid", false)
                .put("error", fault.error())
                .put("detail", "The token is not valid.");
        return new Reply(ErrorCode.UNAUTHORIZED, dependencies.json().write(data));
    }
}
