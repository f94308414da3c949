package io.mychat.gateway.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A client of the HTTP API on a socket of the loopback address. Immutable and thread-safe. */
public final class TestHttpClient {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final int port;
    private final Duration patience;
    private final Map<String, String> headers;

    private TestHttpClient(int port, Duration patience, Map<String, String> headers) {
        this.port = port;
        this.patience = patience;
        this.headers = headers;
    }

    /** A client of the port; {@link TestClient#PATIENCE} is the time limit of a call. */
    public static TestHttpClient of(InetSocketAddress address) {
        return new TestHttpClient(address.getPort(), TestClient.PATIENCE, Map.of());
    }

    /** A client that sends a header with each call. */
    public TestHttpClient withHeader(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new TestHttpClient(port, patience, Map.copyOf(more));
    }

    /** A client that shows an access token. */
    public TestHttpClient withToken(String token) {
        return withHeader("Authorization", "Bearer " + token);
    }

    /** A client with another time limit for a call. */
    public TestHttpClient withPatience(Duration limit) {
        return new TestHttpClient(port, limit, headers);
    }

    /**
     * Waits for the answer to {@code GET}.
     *
     * @throws AssertionError when there is none
     */
    public Answer get(String path) {
        return join(send(request(path).GET().build()));
    }

    /**
     * Waits for the answer to {@code POST}.
     *
     * @throws AssertionError when there is none
     */
    public Answer post(String path, String json) {
        return join(postAsync(path, json));
    }

    /** As {@link #post}, without waiting. */
    public CompletableFuture<Answer> postAsync(String path, String json) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(patience);
        headers.forEach(request::header);
        return request;
    }

    private static CompletableFuture<Answer> send(HttpRequest request) {
        return HTTP.sendAsync(request, BodyHandlers.ofString())
                .thenApply(response -> new Answer(response.statusCode(), response.body()));
    }

    private static Answer join(CompletableFuture<Answer> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw new AssertionError("no answer", e);
        }
    }

    /**
     * What came back.
     *
     * @param status such as 200
     */
    public record Answer(int status, String body) {

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
