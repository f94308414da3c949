package io.mychat.gateway.core.http;

import io.mychat.gateway.core.handler.Arguments;
import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.transport.HttpRequest;

/**
 * A request that has found its endpoint.
 *
 * @param body the JSON body; without members when the method has none
 * @param ip the client's address, behind trusted proxies too
 */
record ApiRequest(HttpRequest http, Arguments body, String ip) {

    private static final String BEARER = "Bearer ";

    /** The access token that the request shows. */
    String bearerToken() throws ApiError {
        String header = http.header("Authorization").orElse("");
        if (!header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw ApiError.of(ErrorCode.UNAUTHORIZED, "token_required", "Send Authorization: Bearer <access token>.")
                    .with("valid", false);
        }
        return header.substring(BEARER.length()).trim();
    }
}
