package io.mychat.gateway.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.event.TraceContext;
import io.mychat.gateway.spi.event.Tracer;
import io.mychat.gateway.spi.event.Tracer.Operation;
import io.mychat.gateway.testkit.event.TracerContract;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The contract of the port, with the SDK that a host has. */
class OpenTelemetryTracerTest extends TracerContract {

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final OpenTelemetrySdk sdk = sdk(Sampler.alwaysOn());
    private final OpenTelemetryTracer tracer = new OpenTelemetryTracer(sdk);

    private OpenTelemetrySdk sdk(Sampler sampler) {
        return OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .setSampler(sampler)
                        .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                        .build())
                .build();
    }

    @AfterEach
    void close() {
        sdk.close();
    }

    @Override
    protected Tracer tracer() {
        return tracer;
    }

    @Override
    protected List<Ended> ended() {
        return exporter.getFinishedSpanItems().stream()
                .map(OpenTelemetryTracerTest::ended)
                .toList();
    }

    private static Ended ended(SpanData span) {
        return new Ended(
                span.getTraceId(),
                span.getSpanId(),
                span.getParentSpanContext().isValid() ? span.getParentSpanId() : "",
                span.getLinks().stream()
                        .map(link -> link.getSpanContext().getSpanId())
                        .toList());
    }

    @Test
    void aSpanHasNameKindAttributesAndError() {
        Tracer.Span span = tracer.begin(Operation.COMMAND, "2001", null);
        span.attribute("mychat.code", 503);
        span.attribute("mychat.session_id", "s-1");
        span.failed("store_unavailable");
        span.end();

        SpanData data = exporter.getFinishedSpanItems().get(0);
        assertThat(data.getName()).isEqualTo("command 2001");
        assertThat(data.getKind()).isEqualTo(SpanKind.SERVER);
        assertThat(data.getInstrumentationScopeInfo().getName()).isEqualTo("io.mychat.gateway");
        assertThat(data.getAttributes().get(AttributeKey.longKey("mychat.code")))
                .isEqualTo(503);
        assertThat(data.getAttributes().get(AttributeKey.stringKey("mychat.session_id")))
                .isEqualTo("s-1");
        assertThat(data.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(data.getStatus().getDescription()).isEqualTo("store_unavailable");
    }

    @Test
    void theActiveSpanIsTheCurrentOneOfOpenTelemetry() {
        Tracer.Span span = tracer.begin(Operation.COMMAND, "2001", null);
        try (Tracer.Scope scope = span.activate()) {
            assertThat(scope).isNotNull();
            sdk.getTracer("handler").spanBuilder("work").startSpan().end();
        }
        span.end();

        assertThat(exporter.getFinishedSpanItems())
                .extracting(SpanData::getTraceId)
                .containsOnly(exporter.getFinishedSpanItems().get(0).getTraceId());
    }

    @Test
    void theStateOfOtherSystemsIsPassedOn() {
        TraceContext caller = new TraceContext("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "vendor=1");

        Tracer.Span served = tracer.serve(Operation.HTTP_REQUEST, "POST /api/auth/login", Optional.of(caller));
        TraceContext context = Objects.requireNonNull(served.context());

        assertThat(context.tracestate()).isEqualTo("vendor=1");
        assertThat(context.traceparent())
                .startsWith("00-0af7651916cd43dd8448eb211c80319c-")
                .endsWith("-01");
    }

    @Test
    void whatIsNotSampledIsPassedOnAsNotSampled() {
        try (OpenTelemetrySdk off = sdk(Sampler.alwaysOff())) {
            Tracer.Span span = new OpenTelemetryTracer(off).begin(Operation.COMMAND, "2001", null);

            assertThat(span.isRecording()).isFalse();
            assertThat(Objects.requireNonNull(span.context()).traceparent())
                    .as("the flag of a random trace id may be set")
                    .matches(".*-0[02]");
        }
    }

    @Test
    void withoutAnSdkThereIsNothing() {
        Tracer nothing = new OpenTelemetryTracer(OpenTelemetry.noop());
        Tracer.Span span = nothing.begin(Operation.COMMAND, "2001", null);
        try (Tracer.Scope scope = span.activate()) {
            assertThat(scope).isNotNull();
            assertThat(nothing.current()).isNull();
            assertThat(nothing.inside(Operation.STORE_CALL, "x"))
                    .isSameAs(Tracer.NONE.inside(Operation.STORE_CALL, "x"));
        }
        span.end();

        assertThat(span.context()).isNull();
    }
}
