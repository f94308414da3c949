package io.mychat.gateway.client;

import io.mychat.gateway.client.data.JsonObject;
import io.mychat.gateway.client.port.Http;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Refreshes tokens over the HTTP API. */
final class HttpRefresh implements TokenSource {

    static final String NO_REFRESH_TOKEN = "no_refresh_token";

    /** How long one HTTP request may take. */
    private static final long TIMEOUT_MS = 10_000;

    private final String url;
    private final Environment environment;

    /** @param apiUrl such as {@code https://chat.example.com/api} */
    HttpRefresh(String apiUrl, Environment environment) {
        this.url = (apiUrl.endsWith("/") ? apiUrl.substring(0, apiUrl.length() - 1) : apiUrl) + "/auth/refresh";
        this.environment = environment;
    }

    @Override
    public CompletionStage<Tokens> tokens(@Nullable Tokens previous) {
        if (previous == null || previous.refreshToken() == null) {
            return CompletableFuture.failedFuture(new GatewayException(401, NO_REFRESH_TOKEN, "Log in again."));
        }
        String body = environment.json.write(Map.of("refresh_token", previous.refreshToken()));
        return environment.http.post(url, body, TIMEOUT_MS).thenApply(this::read);
    }

    private Tokens read(Http.Answer answer) {
        JsonObject body = body(answer.body());
        if (answer.status() != 200) {
            throw GatewayException.of(answer.status(), body);
        }
        String token = body.text("token");
        String refreshToken = body.text("refresh_token");
        if (token == null || refreshToken == null) {
            throw GatewayException.local(GatewayException.CONNECTION_LOST, "the answer has no tokens");
        }
        OptionalLong expiresIn = body.number("expires_in");
        return new Tokens(
                token,
                refreshToken,
                expiresIn.isEmpty()
                        ? OptionalLong.empty()
                        : OptionalLong.of(environment.timers.now() + Bounds.lifeMs(expiresIn.getAsLong())));
    }

    /** Something between may answer with a page of its own. */
    private JsonObject body(String text) {
        try {
            return JsonObject.of(environment.json.read(text));
        } catch (IllegalArgumentException noJson) {
            return JsonObject.EMPTY;
        }
    }
}
