package io.mychat.gateway.core.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mychat.gateway.core.http.ApiContract;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.transport.HttpResponse;
import io.mychat.gateway.testkit.TestMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.StreamSupport;

/** Questions to {@code GET /api/system/trace}, and what they are about. */
final class TraceFixture {

    static final String SECRET = "the secret words";

    private TraceFixture() {}

    static HttpResponse call(TestGateway gateway, String query) {
        return gateway.http.get("/api/system/trace?" + query, gateway.bearer("root"));
    }

    static JsonNode ask(TestGateway gateway, String query) {
        HttpResponse response = call(gateway, query);
        assertThat(response.status()).as(text(response)).isEqualTo(200);
        return ApiContract.json(response);
    }

    static String text(HttpResponse response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    static List<JsonNode> events(JsonNode answer) {
        return StreamSupport.stream(answer.path("events").spliterator(), false).toList();
    }

    static List<JsonNode> events(JsonNode answer, String what) {
        return events(answer).stream()
                .filter(event -> event.path("what").asText().equals(what))
                .toList();
    }

    static List<String> steps(JsonNode answer) {
        return events(answer).stream().map(event -> event.path("what").asText()).toList();
    }

    /** Sends a message; returns the reply. */
    static TestMessage send(Guest sender, String receiver) {
        TestMessage reply = sender.request(2001, "{\"to_user\":\"" + receiver + "\",\"content\":\"" + SECRET + "\"}");
        assertThat(reply.code()).isEqualTo(200);
        return reply;
    }

    /** Takes the next message and acknowledges it. */
    static void receive(Guest receiver) {
        long seq = receiver.client().next(2003).data().path("inbox_seq").longValue();
        assertThat(receiver.request(2004, "{\"inbox_seq\":" + seq + "}").code()).isEqualTo(200);
    }
}
