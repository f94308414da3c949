package io.mychat.gateway.backends.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.mychat.gateway.backends.http.AttemptResult.Blame;
import io.mychat.gateway.backends.http.AttemptResult.Retry;
import io.mychat.gateway.spi.backend.BackendOutcome;
import io.mychat.gateway.spi.backend.BackendOutcome.Reason;
import io.mychat.gateway.spi.backend.BackendOutcome.Unavailable;
import io.mychat.gateway.spi.message.ErrorCode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Turns a response into the result of an attempt (end of protocol.md section 3). Thread-safe. */
public final class ResponseReader {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,5}");
    private static final Map<Integer, ErrorCode> REFUSALS = Map.of(
            400, ErrorCode.BAD_REQUEST,
            401, ErrorCode.UNAUTHORIZED,
            403, ErrorCode.FORBIDDEN,
            404, ErrorCode.NOT_FOUND,
            429, ErrorCode.TOO_MANY_REQUESTS);

    private final BoundedJson json;

    public ResponseReader(BoundedJson json) {
        this.json = json;
    }

    public AttemptResult read(HttpResult httpResult) {
        if (httpResult instanceof HttpResult.Response response) {
            return read(response);
        }
        if (httpResult instanceof HttpResult.NotConnected) {
            return unavailable(Reason.FAILED, SOON, Blame.SERVER, Retry.SAFE);
        }
        if (httpResult instanceof HttpResult.TimedOut) {
            return unavailable(Reason.TIMED_OUT, SOON, Blame.SERVER, Retry.IF_IDEMPOTENT);
        }
        if (httpResult instanceof HttpResult.TooLarge) {
            // The client may have caused it, and a client must not be able to make a server unavailable for others.
            return unavailable(Reason.FAILED, SOON, Blame.UNCLEAR, Retry.NEVER);
        }
        return unavailable(Reason.FAILED, SOON, Blame.SERVER, Retry.IF_IDEMPOTENT);
    }

    private AttemptResult read(HttpResult.Response response) {
        int status = response.status();
        if (status >= 200 && status < 300) {
            return data(response.body())
                    .map(data -> new AttemptResult(new BackendOutcome.Answered(data), Blame.NONE, Retry.NEVER))
                    .orElseGet(() -> unavailable(Reason.FAILED, SOON, Blame.SERVER, Retry.IF_IDEMPOTENT));
        }
        Optional<Duration> retryAfter = response.retryAfter()
                .filter(text -> SECONDS.matcher(text).matches())
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
        if (status == 503) {
            return unavailable(Reason.FAILED, retryAfter.orElse(SOON), Blame.SERVER, Retry.SAFE);
        }
        if (status >= 500) {
            return unavailable(Reason.FAILED, SOON, Blame.SERVER, Retry.IF_IDEMPOTENT);
        }
        ErrorCode code = REFUSALS.get(status);
        Optional<JsonNode> why = code == null ? Optional.empty() : refusal(response.body());
        if (code == null || why.isEmpty()) {
            return unavailable(Reason.FAILED, retryAfter.orElse(SOON), Blame.UNCLEAR, Retry.NEVER);
        }
        BackendOutcome refused = new BackendOutcome.Refused(
                code,
                why.get().path("error").textValue(),
                why.get().path("detail").textValue(),
                retryAfter);
        return new AttemptResult(refused, Blame.NONE, Retry.NEVER);
    }

    /** The data of the reply; a response without a body has the data {@code {}}. */
    private Optional<String> data(byte[] body) {
        return body.length == 0 ? Optional.of("{}") : BoundedJson.text(body).filter(json::isValue);
    }

    private Optional<JsonNode> refusal(byte[] body) {
        return BoundedJson.text(body)
                .flatMap(json::read)
                .filter(node ->
                        node.path("error").isTextual() && node.path("detail").isTextual());
    }

    private static AttemptResult unavailable(Reason reason, Duration retryAfter, Blame blame, Retry retry) {
        return new AttemptResult(new Unavailable(reason, retryAfter), blame, retry);
    }
}
