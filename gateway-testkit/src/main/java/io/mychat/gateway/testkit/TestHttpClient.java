package io.mychat.gateway.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * A client of the HTTP API, on a socket of the loopback address or in memory. Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class TestHttpClient {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpExchange exchange;
    private final Duration patience;
    private final Map<String, String> headers;

    private TestHttpClient(HttpExchange exchange, Duration patience, Map<String, String> headers) {
        this.exchange = exchange;
        this.patience = patience;
        this.headers = headers;
    }

    /** A client of the port; {@link TestClient#PATIENCE} is the time limit of a call. */
    public static TestHttpClient of(InetSocketAddress address) {
        return of(address, Shared.HTTP);
    }

    /** As {@link #of(InetSocketAddress)}, with the threads of an HTTP client that the caller owns. */
    public static TestHttpClient of(InetSocketAddress address, HttpClient http) {
        return new TestHttpClient(new SocketExchange(http, address.getPort()), TestClient.PATIENCE, Map.of());
    }

    /** A client of a transport in memory: a call is answered on the thread of the caller. */
    public static TestHttpClient over(InMemoryHttpTransport transport) {
        return new TestHttpClient(
                (call, limit) -> CompletableFuture.completedFuture(transport.answer(call)),
                TestClient.PATIENCE,
                Map.of());
    }

    /** A client that sends a header with each call. */
    public TestHttpClient withHeader(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new TestHttpClient(exchange, patience, Map.copyOf(more));
    }

    /** A client that shows an access token. */
    public TestHttpClient withToken(String token) {
        return withHeader("Authorization", "Bearer " + token);
    }

    /** A client with another time limit for a call. A transport in memory has no time limit. */
    public TestHttpClient withPatience(Duration limit) {
        return new TestHttpClient(exchange, limit, headers);
    }

    /**
     * Waits for the answer to {@code GET}.
     *
     * @throws AssertionError when there is none
     */
    public Answer get(String path) {
        return join(send("GET", path, null));
    }

    /**
     * Waits for the answer to {@code POST}.
     *
     * @throws AssertionError when there is none
     */
    public Answer post(String path, String json) {
        return join(postAsync(path, json));
    }

    /**
     * Waits for the answer to {@code DELETE}.
     *
     * @throws AssertionError when there is none
     */
    public Answer delete(String path) {
        return join(send("DELETE", path, null));
    }

    /** As {@link #post}, without waiting for a socket. */
    public CompletableFuture<Answer> postAsync(String path, String json) {
        return send("POST", path, json);
    }

    private CompletableFuture<Answer> send(String method, String path, @Nullable String json) {
        return exchange.send(new HttpExchange.Call(method, path, headers, json), patience);
    }

    private static Answer join(CompletableFuture<Answer> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw new AssertionError("no answer", e);
        }
    }

    /** One for all callers without their own; made at its first use, because it has threads. */
    private static final class Shared {

        private static final HttpClient HTTP =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    /**
     * What came back.
     *
     * @param status such as 200
     */
    public record Answer(int status, String body) {

        /**
         * Checks the status.
         *
         * @return this answer
         * @throws AssertionError with the body, when it has another status
         */
        public Answer expect(int wanted) {
            if (status != wanted) {
                throw new AssertionError("expected status " + wanted + ", but this came: " + status + " " + body);
            }
            return this;
        }

        /** The body; an {@link AssertionError} when it is not JSON. */
        public JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (JsonProcessingException e) {
                throw new AssertionError(body, e);
            }
        }

        /** A text of the body; empty when there is none. */
        public String text(String name) {
            return json().path(name).asText();
        }
    }
}
