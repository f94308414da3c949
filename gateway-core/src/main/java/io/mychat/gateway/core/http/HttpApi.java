package io.mychat.gateway.core.http;

import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.codec.Utf8;
import io.mychat.gateway.core.protocol.Arguments;
import io.mychat.gateway.core.protocol.BadArgumentException;
import io.mychat.gateway.core.threads.AsyncCalls;
import io.mychat.gateway.core.threads.StageFailure;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.event.LogText;
import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.event.Tracer;
import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.HttpAdmission;
import io.mychat.gateway.spi.transport.HttpEndpoint;
import io.mychat.gateway.spi.transport.HttpRequest;
import io.mychat.gateway.spi.transport.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP API of specification 6.2 and protocol.md section 2: finds the endpoint, authenticates the caller, reads the
 * body, and writes every response in the same form. Thread-safe.
 */
public final class HttpApi implements HttpEndpoint {

    private static final Logger log = LoggerFactory.getLogger(HttpApi.class);

    private static final String AUTH = Endpoint.BASE + "/auth/";

    private final EndpointTable table;
    private final CallerAuthenticator callerAuthenticator;
    private final CrossOrigin crossOrigin;
    private final Json json;
    private final BodyLimits limits;
    private final Tracer tracer;
    private final RateLimitedLog failures;

    /**
     * The largest bodies, in bytes.
     *
     * @param auth the bound for a request to {@code /api/auth}
     * @param others the bound for any other request
     */
    public record BodyLimits(int auth, int others) {}

    /**
     * What the API needs besides its endpoints and their callers.
     *
     * @param tracer takes a span for each call of an endpoint
     */
    public record Dependencies(Json json, BodyLimits limits, Tracer tracer, TimeSource time) {}

    public HttpApi(
            List<EndpointGroup> groups,
            CallerAuthenticator callerAuthenticator,
            CrossOrigin crossOrigin,
            Dependencies dependencies) {
        this.table = new EndpointTable(groups);
        this.callerAuthenticator = callerAuthenticator;
        this.crossOrigin = crossOrigin;
        this.json = dependencies.json();
        this.limits = dependencies.limits();
        this.tracer = dependencies.tracer();
        this.failures = RateLimitedLog.withCauses(log::error, dependencies.time());
    }

    /** All endpoints, for the comparison with their description. */
    List<Endpoint> endpoints() {
        return table.all();
    }

    /** Answers a request whose body has already been read. */
    @Override
    public HttpResponse handle(HttpRequest request) {
        HttpAdmission admission = admit(request);
        if (admission instanceof HttpAdmission.Stream stream) {
            stream.listener().onClosed();
            throw new IllegalStateException("a stream has no whole response");
        }
        return admission instanceof HttpAdmission.Answer answer
                ? answer.response()
                : ((HttpAdmission.ReadBody) admission).then().handle(request);
    }

    /** Finds the endpoint and authenticates the caller, so that no body is read for others. */
    @Override
    public HttpAdmission admit(HttpRequest head) {
        Optional<String> allow = table.allow(head.path());
        if (head.method().equals("OPTIONS") && allow.isPresent()) {
            Map<String, String> headers = crossOrigin.headers(head, allow.get());
            headers.put("Allow", allow.get());
            return new HttpAdmission.Answer(new HttpResponse(204, headers, new byte[0]));
        }
        try {
            Endpoint endpoint = table.find(head.method(), head.path());
            Caller caller = callerAuthenticator.admit(head, endpoint.access());
            if (endpoint.takes().isPresent() && announcesBody(head, bodyLimit(endpoint)) && !hasType(head, endpoint)) {
                throw ApiError.unsupportedMediaType(mediaType(endpoint));
            }
            if (endpoint.stream().isPresent()) {
                return stream(head, endpoint.stream().get(), caller);
            }
            if (endpoint.later().isPresent()) {
                endpoint.later().get().admit(new ApiRequest(head, Arguments.of(json.object()), caller));
            }
            return new HttpAdmission.ReadBody(bodyLimit(endpoint), new Admitted(endpoint, caller));
        } catch (ApiError | BadArgumentException | RuntimeException | Error e) { // each request gets an answer
            return new HttpAdmission.Answer(shared(head, failure(head, e)));
        }
    }

    private HttpAdmission stream(HttpRequest head, Endpoint.StreamAction action, Caller caller)
            throws ApiError, BadArgumentException {
        if (head.method().equals("HEAD")) {
            throw ApiError.methodNotAllowed(table.allow(head.path()).orElse(""));
        }
        HttpAdmission opened = action.open(new ApiRequest(head, Arguments.of(json.object()), caller));
        if (opened instanceof HttpAdmission.Stream stream) {
            Map<String, String> headers = crossOrigin.headers(head, "");
            headers.putAll(stream.headers());
            return new HttpAdmission.Stream(stream.status(), headers, stream.listener());
        }
        return opened instanceof HttpAdmission.Answer refusal
                ? new HttpAdmission.Answer(shared(head, refusal.response()))
                : opened;
    }

    /** A request whose caller may call the endpoint and whose body has not been read. */
    private final class Admitted implements HttpEndpoint {

        private final Endpoint endpoint;
        private final Caller caller;

        Admitted(Endpoint endpoint, Caller caller) {
            this.endpoint = endpoint;
            this.caller = caller;
        }

        @Override
        public HttpResponse handle(HttpRequest request) {
            if (endpoint.later().isPresent()) {
                return handleAsync(request).toCompletableFuture().join();
            }
            return tracer == Tracer.NONE
                    ? answer(endpoint, request, caller)
                    : ApiSpan.answer(tracer, endpoint, request, () -> answer(endpoint, request, caller));
        }

        @Override
        public CompletionStage<HttpResponse> handleAsync(HttpRequest request) {
            if (endpoint.later().isPresent()) {
                return begin(endpoint, endpoint.later().get(), request, caller);
            }
            if (endpoint.executor().isEmpty()) {
                return HttpEndpoint.super.handleAsync(request);
            }
            return new AsyncCalls(endpoint.executor().get())
                    .call(() -> handle(request))
                    .exceptionally(failure -> unanswered(request, failure));
        }
    }

    /** The answer to a request that found no thread, or whose thread has failed. */
    private HttpResponse unanswered(HttpRequest request, Throwable failure) {
        Throwable cause = StageFailure.causeOf(failure);
        if (cause instanceof RejectedExecutionException) {
            log.debug("{} found no thread: {}", line(request), cause.toString());
            return shared(request, respond(ApiError.overloaded()));
        }
        return shared(request, failure(request, cause));
    }

    private CompletionStage<HttpResponse> begin(
            Endpoint endpoint, Endpoint.LaterAction action, HttpRequest request, Caller caller) {
        CompletionStage<ApiEndpoint.Result> result;
        try {
            result = action.begin(new ApiRequest(request, raw(request, endpoint), caller));
        } catch (ApiError | BadArgumentException | RuntimeException | Error e) { // each request gets an answer
            return CompletableFuture.completedFuture(shared(request, failure(request, e)));
        }
        return result.handle((done, failure) -> shared(
                request, failure == null ? respond(done, Map.of()) : failure(request, StageFailure.causeOf(failure))));
    }

    /** The checks of a body that the endpoint reads by itself. */
    private Arguments raw(HttpRequest request, Endpoint endpoint) throws ApiError {
        if (request.bodyTooLarge() || request.body().length > bodyLimit(endpoint)) {
            throw ApiError.bodyTooLarge();
        }
        if (!hasType(request, endpoint)) {
            throw ApiError.unsupportedMediaType(mediaType(endpoint));
        }
        return Arguments.of(json.object());
    }

    private HttpResponse answer(Endpoint endpoint, HttpRequest request, Caller caller) {
        HttpResponse answer;
        try {
            ApiRequest call = new ApiRequest(request, body(request, endpoint), caller);
            answer = respond(endpoint.action().answer(call), Map.of());
        } catch (ApiError e) {
            callerAuthenticator.refused(request, caller, e);
            answer = failure(request, e);
        } catch (BadArgumentException | RuntimeException | Error e) { // as above
            answer = failure(request, e);
        }
        callerAuthenticator.answered(request, caller, endpoint, answer.status());
        return shared(request, answer);
    }

    private int bodyLimit(Endpoint endpoint) {
        return endpoint.path().startsWith(AUTH) ? limits.auth() : limits.others();
    }

    private HttpResponse shared(HttpRequest request, HttpResponse answer) {
        Map<String, String> headers = crossOrigin.headers(request, "");
        headers.putAll(answer.headers());
        return new HttpResponse(answer.status(), headers, answer.body());
    }

    private HttpResponse failure(HttpRequest request, Throwable e) {
        if (e instanceof ApiError error) {
            return respond(error);
        }
        if (e instanceof BadArgumentException argument) {
            return respond(ApiError.of(ErrorCode.BAD_REQUEST, argument.error(), argument.detail()));
        }
        if (e instanceof StoreUnavailableException) {
            log.debug("Store unavailable for {}", line(request), e);
            return respond(ApiError.later(
                    ErrorCode.SERVICE_UNAVAILABLE,
                    "store_unavailable",
                    "A store cannot be reached; try again.",
                    Duration.ofSeconds(1)));
        }
        failures.log(line(request) + " failed", e);
        return respond(
                ApiError.of(ErrorCode.INTERNAL_SERVER_ERROR, "internal_error", "The gateway could not do this."));
    }

    private static String line(HttpRequest request) {
        return LogText.quoted(request.method() + " " + request.path());
    }

    private Arguments body(HttpRequest request, Endpoint endpoint) throws ApiError {
        if (request.bodyTooLarge() || request.body().length > bodyLimit(endpoint)) {
            throw ApiError.bodyTooLarge();
        }
        if (endpoint.takes().isEmpty() || request.body().length == 0) {
            return Arguments.of(json.object());
        }
        if (!hasType(request, endpoint)) {
            throw ApiError.unsupportedMediaType(mediaType(endpoint));
        }
        if (endpoint.takesForm()) {
            return FormBody.read(request.body(), json);
        }
        return Arguments.of(Optional.of(request.body())
                .filter(Utf8::isValid)
                .flatMap(json::readObject)
                .orElseThrow(() ->
                        ApiError.of(ErrorCode.BAD_REQUEST, "not_json", "The body must be a JSON object in UTF-8.")));
    }

    /** Whether the head announces a body that may be read; one that is too large is refused for its size. */
    private static boolean announcesBody(HttpRequest head, int maxBytes) {
        Optional<String> length = head.header("Content-Length");
        return head.header("Transfer-Encoding").isPresent()
                || length.filter(text -> text.length() < 10)
                        .map(Integer::parseInt)
                        .filter(bytes -> bytes > 0 && bytes <= maxBytes)
                        .isPresent();
    }

    private static String mediaType(Endpoint endpoint) {
        return endpoint.takesForm() ? FormBody.TYPE : "application/json";
    }

    private static boolean hasType(HttpRequest request, Endpoint endpoint) {
        String expected = mediaType(endpoint);
        String type = request.header("Content-Type").orElse(expected).toLowerCase(Locale.ROOT);
        String encoding = request.header("Content-Encoding").orElse("identity").toLowerCase(Locale.ROOT);
        String[] parts = type.split(";", -1);
        boolean utf8 = Arrays.stream(parts)
                .skip(1)
                .map(String::trim)
                .filter(part -> part.startsWith("charset="))
                .allMatch(part -> part.replace("\"", "").equals("charset=utf-8"));
        return parts[0].trim().equals(expected) && utf8 && encoding.equals("identity");
    }

    private static HttpResponse respond(ApiError error) {
        return respond(new ApiEndpoint.Result(error.status(), error.body()), error.headers());
    }

    private static HttpResponse respond(ApiEndpoint.Result result, Map<String, String> more) {
        Map<String, String> headers = new TreeMap<>(more);
        headers.put("Content-Type", result.contentType());
        headers.put("Cache-Control", "no-store");
        headers.put("X-Content-Type-Options", "nosniff");
        return new HttpResponse(result.status(), headers, result.bytes());
    }
}
