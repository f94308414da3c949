package io.mychat.gateway.core.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.backend.BackendOutcome;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.testkit.backend.InMemoryBackendServices;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The histograms of a whole gateway: who is measured, under which labels. */
class LatencyMetricsTest {

    private static List<String> lines(TestGateway gateway) {
        return new String(
                        gateway.http
                                .get("/api/system/metrics", Map.of("Accept", "text/plain"))
                                .body(),
                        StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    @Test
    void answersAreMeasuredByCommand() {
        try (TestGateway gateway = TestGateway.start()) {
            Guest alice = gateway.login("alice", "web", "d-1");
            alice.request(3001, "{}");
            alice.request(3001, "{}");
            alice.request(7777, "{}");
            alice.request(7778, "{}");
            alice.client().sendRaw("nonsense");
            assertThat(alice.client().next(0).code()).isEqualTo(400);

            assertThat(lines(gateway))
                    .contains(
                            "mychat_message_answer_seconds_count{command=\"1001\"} 1",
                            "mychat_message_answer_seconds_bucket{command=\"3001\",le=\"0.0001\"} 2",
                            "mychat_message_answer_seconds_bucket{command=\"3001\",le=\"+Inf\"} 2",
                            "mychat_message_answer_seconds_count{command=\"none\"} 3")
                    .noneMatch(line -> line.contains("7777"));
        }
    }

    @Test
    void aRangeOfCommandsIsOneLabel() {
        try (TestGateway gateway = TestGateway.start(
                builder -> builder.backends(new InMemoryBackendServices(new BackendOutcome.Answered("{}")))
                        .setting("routes.6000-6099.service", "orders")
                        .setting("services.orders.servers", List.of("http://127.0.0.1:1")))) {
            Guest alice = gateway.login("alice", "web", "d-1");
            alice.request(6001, "{}");
            alice.request(6050, "{}");

            assertThat(lines(gateway))
                    .contains(
                            "mychat_message_answer_seconds_count{command=\"6000-6099\"} 2",
                            "mychat_backend_call_seconds_count{service=\"orders\"} 2");
        }
    }

    @Test
    void commandsBeyondTheBoundShareOneHistogram() {
        try (TestGateway gateway = TestGateway.start(builder -> builder.setting("processing.max_measured_commands", 1)
                .handler(9001, (message, context) -> Reply.ok("{}")))) {
            gateway.login("alice", "web", "d-1").request(9001, "{}");

            assertThat(lines(gateway))
                    .contains("mychat_measured_commands 1", "mychat_measured_commands_limit 1")
                    .anyMatch(line -> line.startsWith("mychat_message_answer_seconds_count{command=\"other\"} "))
                    .noneMatch(line -> line.contains("9001"));
        }
    }

    @Test
    void storesAreMeasuredByOperationAndLoginsByKind() {
        try (TestGateway gateway = TestGateway.start()) {
            Guest alice = gateway.login("alice", "web", "d-1");
            alice.request(2001, "{\"to\":\"bob\",\"text\":\"hi\",\"client_msg_id\":\"1\"}");
            gateway.http.post(
                    "/api/auth/login", Map.of(), "{\"username\":\"bob\",\"password\":\"no\",\"platform\":\"web\"}");

            assertThat(lines(gateway))
                    .contains(
                            "mychat_store_call_seconds_count{operation=\"login\",store=\"sessions\"} 1",
                            "mychat_store_call_failures_total{store=\"messages\"} 0",
                            "mychat_login_seconds_count{kind=\"password\"} 1",
                            "mychat_login_seconds_count{kind=\"http\"} 1",
                            "mychat_login_seconds_count{kind=\"token\"} 0");
        }
    }
}
