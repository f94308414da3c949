package io.mychat.gateway.system.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestMessage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A gateway as its clients see it, wherever it runs. */
record Node(int webSocketPort, int httpPort) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** An HTTP answer. */
    record Answer(int status, JsonNode body) {}

    TestClient connect() {
        return TestClient.connect(URI.create("ws://127.0.0.1:" + webSocketPort + "/ws"));
    }

    /** A client that has logged in. */
    TestClient login(String user, String platform, String deviceId) {
        TestClient client = connect();
        TestMessage reply = client.login(user, ClusterGateway.PASSWORD, platform, deviceId);
        if (reply.code() != 200) {
            throw new AssertionError("login of " + user + ": " + reply);
        }
        return client;
    }

    Answer get(String path, String token) {
        return send(request(path, token).GET().build());
    }

    Answer post(String path, String token, String body) {
        return send(request(path, token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    /** Logs in over HTTP. */
    Answer httpLogin(String user, String deviceId) {
        return post(
                "/api/auth/login",
                "",
                "{\"username\":\"" + user + "\",\"password\":\"" + ClusterGateway.PASSWORD
                        + "\",\"platform\":\"web\",\"device_id\":\"" + deviceId + "\"}");
    }

    private HttpRequest.Builder request(String path, String token) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
                .timeout(PATIENCE);
        return token.isEmpty() ? builder : builder.header("Authorization", "Bearer " + token);
    }

    private static Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), JSON.readTree(response.body()));
        } catch (IOException e) {
            throw new AssertionError(request + " got no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
