package io.mychat.gateway.core.http.endpoint;

import io.mychat.gateway.core.chat.MessageService;
import io.mychat.gateway.core.chat.SendArguments;
import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.http.Access;
import io.mychat.gateway.core.http.ApiAudit;
import io.mychat.gateway.core.http.ApiEndpoint;
import io.mychat.gateway.core.http.ApiError;
import io.mychat.gateway.core.http.ApiRequest;
import io.mychat.gateway.core.http.Endpoint;
import io.mychat.gateway.core.http.EndpointGroup;
import io.mychat.gateway.core.inbox.MessageJson;
import io.mychat.gateway.core.protocol.BadArgumentException;
import io.mychat.gateway.spi.chat.SendOutcome;
import io.mychat.gateway.spi.chat.SendRequest;
import io.mychat.gateway.spi.message.ErrorCode;
import java.time.Duration;
import java.util.List;

/** {@code POST /api/messages/send}: stores a message in the name of a user or of the gateway itself. */
public final class SendEndpoint implements EndpointGroup {

    private final MessageService messages;
    private final ApiAudit audit;
    private final Json json;

    public SendEndpoint(MessageService messages, ApiAudit audit, Json json) {
        this.messages = messages;
        this.audit = audit;
        this.json = json;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.post("/messages/send", Access.ADMIN_OR_API_KEY, "SendRequest", "Sent", this::send));
    }

    private ApiEndpoint.Result send(ApiRequest request) throws ApiError, BadArgumentException {
        SendRequest message = SendArguments.read(request.body(), SendArguments.sender(request.body()));
        SendOutcome outcome = messages.send(message);
        if (outcome instanceof SendOutcome.Held held) {
            return ApiEndpoint.Result.ok(MessageJson.held(json.object(), held));
        }
        if (!(outcome instanceof SendOutcome.Sent sent)) {
            throw refusal(outcome);
        }
        if (!sent.repeated()) {
            audit.sent(request.caller(), sent.message());
        }
        return ApiEndpoint.Result.ok(MessageJson.sent(json.object(), sent.message()));
    }

    private static ApiError refusal(SendOutcome outcome) {
        if (outcome instanceof SendOutcome.TooLarge tooLarge) {
            return ApiError.messageTooLarge(tooLarge.maxBytes());
        }
        if (outcome instanceof SendOutcome.Refused refused) {
            return ApiError.refusedMessage(refused.error(), refused.detail());
        }
        if (outcome instanceof SendOutcome.Undecided undecided) {
            return ApiError.later(
                    ErrorCode.SERVICE_UNAVAILABLE,
                    undecided.error(),
                    "The message could not be examined and is not stored; send it again.",
                    Duration.ofSeconds(1));
        }
        if (outcome instanceof SendOutcome.UnknownSender) {
            return ApiError.of(ErrorCode.NOT_FOUND, "sender_not_found", "There is no user with the id from_user.");
        }
        return outcome instanceof SendOutcome.UnknownRecipient
                ? ApiError.of(ErrorCode.NOT_FOUND, "recipient_not_found", "There is no such user.")
                : ApiError.of(
                        ErrorCode.BAD_REQUEST,
                        "client_msg_id_reused",
                        "This client_msg_id belongs to another message; take a new one.");
    }
}
