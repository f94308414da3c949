package io.mychat.gateway.core.http.endpoint;

import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.http.Access;
import io.mychat.gateway.core.http.ApiAudit;
import io.mychat.gateway.core.http.ApiEndpoint;
import io.mychat.gateway.core.http.ApiError;
import io.mychat.gateway.core.http.ApiRequest;
import io.mychat.gateway.core.http.Endpoint;
import io.mychat.gateway.core.http.EndpointGroup;
import io.mychat.gateway.core.protocol.BadArgumentException;
import io.mychat.gateway.core.push.PushData;
import io.mychat.gateway.core.push.PushService;
import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.session.PushOutcome;
import io.mychat.gateway.spi.session.PushRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code POST /api/messages/push}: pushes a message to the sessions of a user. */
public final class PushEndpoint implements EndpointGroup {

    static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final PushService pushService;
    private final PushData data;
    private final ApiAudit audit;
    private final Json json;

    public PushEndpoint(PushService pushService, PushData data, ApiAudit audit, Json json) {
        this.pushService = pushService;
        this.data = data;
        this.audit = audit;
        this.json = json;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.post("/messages/push", Access.ADMIN_OR_API_KEY, "PushRequest", "Pushed", this::push));
    }

    private ApiEndpoint.Result push(ApiRequest request) throws ApiError, BadArgumentException {
        Target target = Target.of(request.body());
        PushRequest push = new PushRequest(target.userId(), target.devices(), message(request), key(request));
        PushOutcome outcome = pushService.push(push, request.caller().identity());
        if (outcome instanceof PushOutcome.UnderWay) {
            throw ApiError.later(
                    ErrorCode.SERVICE_UNAVAILABLE,
                    "idempotency_key_in_use",
                    "A push with this Idempotency-Key is under way.",
                    RETRY_AFTER);
        }
        if (!(outcome instanceof PushOutcome.Delivered delivered)) {
            throw ApiError.of(
                    ErrorCode.BAD_REQUEST,
                    "idempotency_key_reused",
                    "This Idempotency-Key belongs to a push with another body.");
        }
        if (!delivered.repeated()) {
            audit.pushed(request.caller(), target.addressee(), delivered.sessions());
        }
        return ApiEndpoint.Result.ok(json.object().put("delivered", delivered.sessions()));
    }

    /** The message, a string or an object, which is passed on as it is written. */
    private String message(ApiRequest request) throws ApiError, BadArgumentException {
        Optional<String> object = json.objectMember(request.http().body(), "message");
        String message = object.isPresent() ? object.get() : request.body().text("message");
        if (data.isTooLong(message)) {
            throw ApiError.messageTooLarge(data.maxBytes());
        }
        return message;
    }

    private static Optional<String> key(ApiRequest request) throws BadArgumentException {
        Optional<String> key = request.header(IDEMPOTENCY_KEY);
        if (key.isPresent() && !PushRequest.isValidKey(key.get())) {
            throw new BadArgumentException(
                    "bad_idempotency_key", IDEMPOTENCY_KEY + " must be 1 to 200 visible characters of ASCII.");
        }
        return key;
    }
}
