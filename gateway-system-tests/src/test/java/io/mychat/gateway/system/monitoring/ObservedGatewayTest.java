package io.mychat.gateway.system.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.mychat.gateway.observability.GatewayMeters;
import io.mychat.gateway.observability.OpenTelemetryTracer;
import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.TestClient;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A gateway on sockets, Redis and a back-end service, with the tracing and the registry of its host. */
class ObservedGatewayTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CALLER = "00-" + TRACE + "-b7ad6b7169203331-01";

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                    .build())
            .build();
    private final Queue<String> traceparents = new ConcurrentLinkedQueue<>();
    private final RedisProcess redis = RedisProcess.start();
    private HttpServer service;
    private LiveGateway gateway;

    @BeforeEach
    void start() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", exchange -> {
            traceparents.add(exchange.getRequestHeaders().getFirst("traceparent"));
            byte[] answer = "{\"ok\":true}".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        service.start();
        gateway = LiveGateway.start(builder -> builder.tracer(new OpenTelemetryTracer(sdk))
                .setting("redis.host", "127.0.0.1")
                .setting("redis.port", redis.port())
                .setting(
                        "services.orders.servers",
                        List.of("http://127.0.0.1:" + service.getAddress().getPort()))
                .setting("routes.6001.service", "orders"));
    }

    @AfterEach
    void stop() {
        gateway.close();
        service.stop(0);
        redis.close();
        sdk.close();
    }

    private SpanData span(String name) {
        await().until(() -> exporter.getFinishedSpanItems().stream()
                .anyMatch(span -> span.getName().equals(name)));
        return exporter.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aCommandIsOneTraceToTheService() {
        try (TestClient alice = gateway.login("alice", "web", "d-1")) {
            assertThat(alice.request(6001, "{}").code()).isEqualTo(200);
        }

        SpanData command = span("command 6001");
        SpanData call = span("call orders");
        assertThat(call.getParentSpanId()).isEqualTo(command.getSpanId());
        assertThat(traceparents)
                .singleElement()
                .asString()
                .matches("00-" + command.getTraceId() + "-" + call.getSpanId() + "-0[13]");
        assertThat(command.getLinks())
                .extracting(link -> link.getSpanContext().getSpanId())
                .containsExactly(span("handshake ws").getSpanId());
        assertThat(span("store sessions.login").getParentSpanId())
                .isEqualTo(span("command 1001").getSpanId());
    }

    @Test
    void aDeliveryIsLinkedToItsSender() {
        try (TestClient bob = gateway.login("bob", "web", "d-2");
                TestClient alice = gateway.login("alice", "web", "d-1")) {
            alice.request(2001, "{\"to_user\":\"bob\",\"content\":\"a secret\"}");
            bob.next(2003);
        }

        SpanData delivery = span("deliver 2003");
        SpanData command = span("command 2001");
        assertThat(delivery.getTraceId()).isNotEqualTo(command.getTraceId());
        assertThat(delivery.getLinks())
                .extracting(LinkData::getSpanContext)
                .extracting(context -> context.getSpanId())
                .containsExactly(command.getSpanId());
        assertThat(delivery.getAttributes().get(AttributeKey.stringKey("messaging.message.id")))
                .isNotBlank();
        assertThat(exporter.getFinishedSpanItems().toString()).doesNotContain("a secret", LiveGateway.PASSWORD);
    }

    @Test
    void anHttpRequestIsInTheTraceOfItsCaller() {
        assertThat(gateway.http()
                        .withHeader("traceparent", CALLER)
                        .post(
                                "/api/auth/login",
                                "{\"username\":\"alice\",\"password\":\"" + LiveGateway.PASSWORD
                                        + "\",\"platform\":\"web\"}")
                        .status())
                .isEqualTo(200);

        assertThat(span("POST /api/auth/login").getTraceId()).isEqualTo(TRACE);
        assertThat(span("store tokens.open").getTraceId()).isEqualTo(TRACE);
    }

    @Test
    void theRegistryOfTheHostHasTheMetrics() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        gateway.login("alice", "web", "d-1").close();

        new GatewayMeters(gateway.server().metrics()).bindTo(registry);

        assertThat(registry.get("mychat.logins")
                        .tag("platform", "web")
                        .functionCounter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("mychat.message.answer")
                        .tag("command", "1001")
                        .functionTimer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("mychat.store.call")
                        .tags("store", "sessions", "operation", "login")
                        .functionTimer()
                        .count())
                .isEqualTo(1);
    }
}
