package io.mychat.gateway.testkit;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Carries the calls of a {@link TestHttpClient}. Thread-safe. */
interface HttpExchange {

    CompletableFuture<TestHttpClient.Answer> send(Call call, Duration limit);

    /**
     * One call.
     *
     * @param path may have a query after a question mark
     * @param json the body; null: none
     */
    record Call(
            String method,
            String path,
            Map<String, String> headers,
            @Nullable String json) {}
}
