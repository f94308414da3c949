package io.mychat.gateway.client.conformance;

import io.mychat.gateway.auth.PasswordHasher;
import io.mychat.gateway.client.Credentials;
import io.mychat.gateway.client.data.JsonObject;
import io.mychat.gateway.client.jackson.JacksonJson;
import io.mychat.gateway.testkit.TestProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A gateway in a process of its own, which can be killed and started again with the same users, keys and ports. */
final class Gateway implements AutoCloseable {

    private static final Map<String, List<String>> KINDS = Map.of(
            "ordinary", List.of(),
            "short_tokens", List.of("auth.token_expire_seconds=4", "auth.clock_skew_seconds=0"),
            "small_inbox", List.of("messages.max_per_inbox=10"));

    private final HttpClient http = HttpClient.newHttpClient();
    private final JacksonJson json = new JacksonJson();
    private final int webSocketPort = TestProcess.freePort();
    private final int httpPort = TestProcess.freePort();
    private final TestProcess process;

    Gateway(String kind) {
        List<String> arguments = new ArrayList<>(List.of(
                String.valueOf(webSocketPort),
                String.valueOf(httpPort),
                new PasswordHasher().hash(GatewayMain.PASSWORD)));
        arguments.addAll(KINDS.get(kind));
        process = TestProcess.java(GatewayMain.class, arguments)
                .readyWhen(gateway -> TestProcess.isListening(httpPort) && isReady())
                .start();
        process.awaitReady();
    }

    private boolean isReady() {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(apiUrl() + "/system/health/ready"))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException ended) {
            throw new AssertionError(ended);
        }
    }

    int port() {
        return webSocketPort;
    }

    String url() {
        return "ws://127.0.0.1:" + webSocketPort + "/ws";
    }

    String apiUrl() {
        return "http://127.0.0.1:" + httpPort + "/api";
    }

    Credentials credentials(String name) {
        return Credentials.password(name, GatewayMain.PASSWORD);
    }

    /** Calls as the administrator. */
    void administer(String path, Map<String, ?> body) {
        JsonObject login = call(
                "/auth/login", Map.of("username", "admin", "password", GatewayMain.PASSWORD, "platform", "admin"), "");
        call(path, body, "Bearer " + login.text("token", ""));
    }

    private JsonObject call(String path, Map<String, ?> body, String authorization) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(apiUrl() + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json.write(body)));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        try {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
            }
            return JsonObject.of(json.read(answer.body()));
        } catch (IOException | InterruptedException failure) {
            throw new AssertionError(path, failure);
        }
    }

    /** Ends the process without a word to anybody. */
    void kill() {
        process.kill();
    }

    /** Stops it in an orderly way. */
    void terminate() {
        process.terminate();
        int ended = process.exitCode();
        if (ended != 143) {
            throw new AssertionError("the gateway ended with " + ended);
        }
    }

    void startAgain() {
        process.restart();
        process.awaitReady();
    }

    @Override
    public void close() {
        process.close();
    }
}
