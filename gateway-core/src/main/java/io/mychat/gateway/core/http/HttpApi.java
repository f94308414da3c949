package io.mychat.gateway.core.http;

import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.handler.Arguments;
import io.mychat.gateway.core.handler.BadArgumentException;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.message.ErrorCode;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP API of specification 6.2 and protocol.md section 2: finds the endpoint, looks who may call it, reads
 * the body, and writes every answer in the uniform shape. Thread-safe.
 */
public final class HttpApi implements HttpEndpoint {

    private static final Logger log = LoggerFactory.getLogger(HttpApi.class);

    private final EndpointTable table;
    private final Callers callers;
    private final CrossOrigin crossOrigin;
    private final Json json;

    public HttpApi(List<EndpointGroup> groups, Callers callers, CrossOrigin crossOrigin, Json json) {
        this.table = new EndpointTable(groups);
        this.callers = callers;
        this.crossOrigin = crossOrigin;
        this.json = json;
    }

    /** All endpoints, for whoever compares them with their description. */
    List<Endpoint> endpoints() {
        return table.all();
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        Optional<String> allow = table.allow(request.path());
        if (request.method().equals("OPTIONS") && allow.isPresent()) {
            Map<String, String> headers = crossOrigin.headers(request, allow.get());
            headers.put("Allow", allow.get());
            return new HttpResponse(204, headers, new byte[0]);
        }
        HttpResponse answer = answer(request);
        Map<String, String> headers = crossOrigin.headers(request, "");
        headers.putAll(answer.headers());
        return new HttpResponse(answer.status(), headers, answer.body());
    }

    private HttpResponse answer(HttpRequest request) {
        try {
            Endpoint endpoint = table.find(request.method(), request.path());
            Caller caller = callers.admit(request, endpoint.access());
            ApiEndpoint.Result result =
                    endpoint.action().answer(new ApiRequest(request, body(request, endpoint), caller));
            return respond(result, Map.of());
        } catch (ApiError e) {
            return respond(e);
        } catch (BadArgumentException e) {
            return respond(ApiError.of(ErrorCode.BAD_REQUEST, e.error(), e.detail()));
        } catch (StoreUnavailableException e) {
            log.debug("Store unavailable for {} {}", request.method(), request.path(), e);
            return respond(ApiError.later(
                    ErrorCode.SERVICE_UNAVAILABLE,
                    "store_unavailable",
                    "A store cannot be reached; try again.",
                    Duration.ofSeconds(1)));
        } catch (RuntimeException e) {
            log.error("{} {} failed", request.method(), request.path(), e);
            return respond(
                    ApiError.of(ErrorCode.INTERNAL_SERVER_ERROR, "internal_error", "The gateway could not do this."));
        }
    }

    private Arguments body(HttpRequest request, Endpoint endpoint) throws ApiError {
        if (request.bodyTooLarge()) {
            throw ApiError.bodyTooLarge();
        }
        if (endpoint.takes().isEmpty() || request.body().length == 0) {
            return Arguments.of(json.object());
        }
        if (!isJson(request)) {
            throw ApiError.unsupportedMediaType();
        }
        return Arguments.of(json.readObject(request.body())
                .orElseThrow(() ->
                        ApiError.of(ErrorCode.BAD_REQUEST, "not_json", "The body must be a JSON object in UTF-8.")));
    }

    private static boolean isJson(HttpRequest request) {
        String type = request.header("Content-Type").orElse("application/json").toLowerCase(Locale.ROOT);
        String encoding = request.header("Content-Encoding").orElse("identity").toLowerCase(Locale.ROOT);
        String[] parts = type.split(";", -1);
        boolean utf8 = Arrays.stream(parts)
                .skip(1)
                .map(String::trim)
                .filter(part -> part.startsWith("charset="))
                .allMatch(part -> part.replace("\"", "").equals("charset=utf-8"));
        return parts[0].trim().equals("application/json") && utf8 && encoding.equals("identity");
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
