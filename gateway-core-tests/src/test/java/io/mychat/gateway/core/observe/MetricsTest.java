package io.mychat.gateway.core.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.GatewayListener;
import io.mychat.gateway.spi.event.HealthIndicator;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.transport.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /api/system/metrics} of a whole gateway: specification 9.1. */
class MetricsTest {

    private static final String METRICS = "/api/system/metrics";
    private static final Map<String, String> NONE = Map.of();
    private static final Map<String, String> TEXT = Map.of("Accept", "text/plain");

    private final TestGateway gateway = TestGateway.start(
            builder -> builder.setting("server.node_id", "node-1").setting("server.max_connections", 3));

    @AfterEach
    void stop() {
        gateway.close();
    }

    private static JsonNode json(HttpResponse response) {
        try {
            return new ObjectMapper().readTree(text(response));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(HttpResponse response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private List<String> lines() {
        return text(gateway.http.get(METRICS, TEXT)).lines().toList();
    }

    @Test
    void theJsonHasTheSpecificationsKeysAndMeasuredNumbers() {
        gateway.connect();
        TestGateway.Guest alice = gateway.login("alice", "web", "d-1");
        for (int i = 0; i < 9; i++) {
            alice.request(3001, "{}");
        }
        gateway.time.advance(Duration.ofSeconds(2));

        JsonNode body = json(gateway.http.get(METRICS, NONE));

        assertThat(body.get("connections").properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("total", "authenticated", "unauthenticated");
        assertThat(body.at("/connections/total").intValue()).isEqualTo(2);
        assertThat(body.at("/connections/authenticated").intValue()).isEqualTo(1);
        assertThat(body.at("/connections/unauthenticated").intValue()).isEqualTo(1);
        assertThat(body.get("performance").properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("qps", "avg_response_time_ms", "error_rate");
        assertThat(body.at("/performance/qps").doubleValue())
                .as("a login and nine heartbeats in two seconds")
                .isEqualTo(5);
        assertThat(body.at("/performance/error_rate").doubleValue()).isZero();
        assertThat(body.get("resources").properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("memory_mb", "cpu_percent");
        assertThat(body.at("/resources/memory_mb").doubleValue()).isBetween(10.0, 100_000.0);
        assertThat(body.at("/resources/cpu_percent").doubleValue()).isBetween(0.0, 100.0);
        assertThat(body.path("node_id").textValue()).isEqualTo("node-1");
        assertThat(body.path("uptime_seconds").intValue()).isEqualTo(2);
    }

    @Test
    void prometheusSeesWhatHappened() {
        TestGateway.Guest alice = gateway.login("alice", "web", "d-1");
        gateway.login("alice", "web", "d-2");
        gateway.connect();
        gateway.http.post("/api/auth/login", NONE, "{\"username\":\"bob\",\"password\":\"no\",\"platform\":\"web\"}");
        alice.client().closeCode();
        gateway.sockets.settle();

        assertThat(lines())
                .contains(
                        "mychat_logins_total{platform=\"web\"} 2",
                        "mychat_sessions{platform=\"web\"} 1",
                        "mychat_sessions{platform=\"android\"} 0",
                        "mychat_connection_places_limit 3",
                        "mychat_sessions_displaced_total{reason=\"kicked\"} 1",
                        "mychat_connections_closed_total{code=\"4410\"} 1",
                        "mychat_logins_failed_total{reason=\"bad_credentials\"} 1",
                        "mychat_messages_answered_total{code=\"200\"} 2",
                        "mychat_metric_sources_failed 0",
                        "mychat_ready 1",
                        "mychat_component_health{component=\"websocket_server\"} 0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/* | application/json",
                "application/json | application/json",
                "text/html,application/xml;q=0.9,*/*;q=0.8 | application/json",
                "text/plain | text/plain; version=0.0.4",
                "text/plain;version=0.0.4;q=0.5,*/*;q=0.1 | text/plain; version=0.0.4",
                "application/openmetrics-text;version=1.0.0,text/plain;q=0.5 | application/openmetrics-text; version=1.0.0",
                "text/plain;q=0,application/json | application/json",
                "application/json,text/plain | application/json",
                ";;;,, | application/json"
            })
    void theClientChoosesTheFormat(String accept, String contentType) {
        HttpResponse response = gateway.http.get(METRICS, Map.of("Accept", accept));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers().get("Content-Type")).startsWith(contentType);
        assertThat(text(response)).startsWith(contentType.startsWith("application/json") ? "{" : "# TYPE ");
    }

    @Test
    void messagesThatComeTooFastAndFullQueuesAreCounted() {
        TestGateway.Guest alice = gateway.login("alice", "web", "d-1");
        for (int i = 0; i < 505; i++) {
            alice.request(3001, "{}");
        }

        assertThat(lines())
                .contains("mychat_session_queue_suspensions_total 0")
                .anyMatch(line -> line.startsWith("mychat_message_rate_refusals_total ") && !line.endsWith(" 0"));
    }

    @Test
    void theServersStatisticsAreTheSameNumbers() throws Exception {
        gateway.login("alice", "web", "d-1");

        JsonNode statistics = new ObjectMapper().readTree(gateway.server.serverStats());

        assertThat(statistics.path("running").booleanValue()).isTrue();
        assertThat(statistics.at("/connections/authenticated").intValue()).isEqualTo(1);
        assertThat(statistics.at("/limits/connections").intValue()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Forwarded-For", "X-Real-IP", "Forwarded"})
    void whoComesThroughAProxyIsNotOnThisMachine(String header) {
        assertThat(gateway.http.get(METRICS, Map.of(header, "127.0.0.1")).status())
                .isEqualTo(401);
    }

    /** A host application's own bus, with numbers and a state of health. */
    private static final class CountingListener implements GatewayListener, MetricSource, HealthIndicator {

        private final AtomicInteger seen = new AtomicInteger();

        @Override
        public void onEvent(GatewayEvent event) {
            seen.incrementAndGet();
        }

        @Override
        public List<Metric> metrics() {
            return List.of(Metric.counter("host_events_total", "Events that the host has seen.", seen.get()));
        }

        @Override
        public String component() {
            return "host";
        }

        @Override
        public Status status() {
            return Status.DEGRADED;
        }

        @Override
        public List<String> warnings() {
            return List.of("the host's clock is wrong");
        }
    }

    @Test
    void whatAnOperatorShouldMendIsInTheHealthAnswerOnThisMachine() {
        try (TestGateway own = TestGateway.start(builder -> builder.listener(new CountingListener()))) {
            assertThat(json(own.http.get("/api/system/health", NONE)).at("/warnings/host"))
                    .extracting(JsonNode::textValue)
                    .containsExactly("the host's clock is wrong");
            for (String header : List.of("X-Forwarded-For", "X-Api-Key", "Authorization")) {
                HttpResponse response = own.http.get("/api/system/health", Map.of(header, "192.0.2.1"));
                assertThat(response.status()).isEqualTo(200);
                assertThat(json(response).has("warnings")).as(header).isFalse();
            }
        }
        assertThat(json(gateway.http.get("/api/system/health", NONE)).has("warnings"))
                .as("nothing to mend")
                .isFalse();
    }

    @Test
    void whatTheHostBringsIsAskedForItsNumbersAndItsHealth() {
        CountingListener listener = new CountingListener();
        try (TestGateway own = TestGateway.start(builder -> builder.listener(listener))) {
            own.connect();

            assertThat(text(own.http.get(METRICS, TEXT)).lines()).contains("mychat_host_events_total 1");
            assertThat(json(own.http.get("/api/system/health", NONE))
                            .at("/components/host")
                            .textValue())
                    .isEqualTo("degraded");
        }
    }
}
