package io.mychat.gateway.client.port;

import java.util.concurrent.CompletionStage;

/**
 * Calls the gateway's HTTP API, to refresh tokens.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface Http {

    /**
     * Posts JSON without blocking.
     *
     * @param timeoutMs how long it may take, in milliseconds
     * @return fails when there is no answer
     * @throws IllegalArgumentException if the address is none
     */
    CompletionStage<Answer> post(String url, String json, long timeoutMs);

    /**
     * An answer of any status.
     *
     * @param status of HTTP
     * @since 0.1.0
     */
    record Answer(int status, String body) {}
}
