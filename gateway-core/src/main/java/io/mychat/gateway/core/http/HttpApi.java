package io.mychat.gateway.core.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.handler.Arguments;
import io.mychat.gateway.core.handler.BadArgumentException;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.transport.HttpEndpoint;
import io.mychat.gateway.spi.transport.HttpRequest;
import io.mychat.gateway.spi.transport.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP API of specification 6.2 and protocol.md section 2: finds the endpoint, reads the body, and writes every
 * answer in the uniform shape. Thread-safe.
 */
public final class HttpApi implements HttpEndpoint {

    private static final Logger log = LoggerFactory.getLogger(HttpApi.class);

    private final Map<String, Map<String, ApiEndpoint>> endpoints;
    private final Json json;
    private final Function<HttpRequest, String> clientAddress;

    private HttpApi(
            Map<String, Map<String, ApiEndpoint>> endpoints, Json json, Function<HttpRequest, String> clientAddress) {
        this.endpoints = endpoints;
        this.json = json;
        this.clientAddress = clientAddress;
    }

    /**
     * Puts the API together.
     *
     * @param clientAddress finds a request's client, behind trusted proxies too
     */
    public static HttpApi create(
            AuthEndpoints auth,
            HealthEndpoints health,
            ReloadEndpoint reload,
            Json json,
            Function<HttpRequest, String> clientAddress) {
        Map<String, Map<String, ApiEndpoint>> endpoints = new HashMap<>();
        add(endpoints, "POST", "/api/auth/login", auth::login);
        add(endpoints, "POST", "/api/auth/refresh", auth::refresh);
        add(endpoints, "POST", "/api/auth/logout", auth::logout);
        add(endpoints, "GET", "/api/auth/verify", auth::verify);
        add(endpoints, "GET", "/api/system/health", health::health);
        add(endpoints, "GET", "/api/system/health/live", health::live);
        add(endpoints, "GET", "/api/system/health/ready", health::ready);
        add(endpoints, "POST", "/api/system/reload", reload::reload);
        return new HttpApi(endpoints, json, clientAddress);
    }

    private static void add(
            Map<String, Map<String, ApiEndpoint>> endpoints, String method, String path, ApiEndpoint endpoint) {
        endpoints.computeIfAbsent(path, p -> new TreeMap<>()).put(method, endpoint);
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        try {
            ApiEndpoint endpoint = find(request);
            ApiEndpoint.Result result =
                    endpoint.answer(new ApiRequest(request, body(request), clientAddress.apply(request)));
            return respond(result.status(), result.body(), Map.of());
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

    private ApiEndpoint find(HttpRequest request) throws ApiError {
        Map<String, ApiEndpoint> methods = endpoints.get(request.path());
        if (methods == null) {
            throw ApiError.of(ErrorCode.NOT_FOUND, "not_found", "There is no such resource.");
        }
        ApiEndpoint endpoint = methods.get(request.method().equals("HEAD") ? "GET" : request.method());
        if (endpoint == null) {
            throw ApiError.methodNotAllowed(String.join(", ", methods.keySet()));
        }
        return endpoint;
    }

    private Arguments body(HttpRequest request) throws ApiError {
        if (request.bodyTooLarge()) {
            throw ApiError.bodyTooLarge();
        }
        if (!request.method().equals("POST") || request.body().length == 0) {
            return Arguments.of(json.object());
        }
        String type = request.header("Content-Type").orElse("application/json");
        if (!type.split(";", 2)[0].trim().toLowerCase(Locale.ROOT).equals("application/json")) {
            throw ApiError.unsupportedMediaType();
        }
        return Arguments.of(json.readObject(request.body())
                .orElseThrow(() ->
                        ApiError.of(ErrorCode.BAD_REQUEST, "not_json", "The body must be a JSON object in UTF-8.")));
    }

    private HttpResponse respond(ApiError error) {
        return respond(error.status(), error.body(), error.headers());
    }

    private HttpResponse respond(int status, ObjectNode body, Map<String, String> more) {
        Map<String, String> headers = new TreeMap<>(more);
        headers.put("Content-Type", "application/json; charset=utf-8");
        headers.put("Cache-Control", "no-store");
        headers.put("X-Content-Type-Options", "nosniff");
        return new HttpResponse(status, headers, json.writeBytes(body));
    }
}
