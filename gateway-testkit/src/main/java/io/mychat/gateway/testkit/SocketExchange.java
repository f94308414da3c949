package io.mychat.gateway.testkit;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Calls a port of the loopback address. */
record SocketExchange(HttpClient http, int port) implements HttpExchange {

    @Override
    public CompletableFuture<TestHttpClient.Answer> send(Call call, Duration limit) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + call.path()))
                .timeout(limit);
        String json = call.json();
        if (json == null) {
            request.method(call.method(), BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json").method(call.method(), BodyPublishers.ofString(json));
        }
        call.headers().forEach(request::header);
        return http.sendAsync(request.build(), BodyHandlers.ofString())
                .thenApply(response -> new TestHttpClient.Answer(response.statusCode(), response.body()));
    }
}
