package io.mychat.gateway.observability;

import io.mychat.gateway.spi.event.TraceContext;
import io.mychat.gateway.spi.event.Tracer;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the gateway's spans with the host's OpenTelemetry; the instrumentation scope is {@value #SCOPE}. What is recorded
 * and where it goes, the host's SDK says. Contexts come and go in the form of W3C Trace Context, whatever propagators the
 * host has. An active span is OpenTelemetry's current one, so that spans of handlers and of the host's libraries are its
 * children. Thread-safe.
 *
 * @since 0.1.0
 */
public final class OpenTelemetryTracer implements Tracer {

    /** The name of the instrumentation scope. */
    public static final String SCOPE = "io.mychat.gateway";

    private final io.opentelemetry.api.trace.Tracer tracer;

    /** @param openTelemetry of the host, which also closes it */
    public OpenTelemetryTracer(OpenTelemetry openTelemetry) {
        this.tracer = openTelemetry.getTracer(SCOPE);
    }

    @Override
    public Span serve(Operation operation, String name, Optional<TraceContext> remote) {
        Context parent = remote.map(W3cContext::read).orElseGet(Context::root);
        return start(builder(operation, name).setParent(parent));
    }

    @Override
    public Span begin(Operation operation, String name, @Nullable TraceContext cause) {
        SpanBuilder builder = builder(operation, name).setNoParent();
        if (cause != null) {
            builder.addLink(spanContext(W3cContext.read(cause)));
        }
        return start(builder);
    }

    @Override
    public Span inside(Operation operation, String name) {
        Context current = Context.current();
        return spanContext(current).isValid()
                ? start(builder(operation, name).setParent(current))
                : NONE.inside(operation, name);
    }

    @Override
    public @Nullable TraceContext current() {
        return W3cContext.write(Context.current());
    }

    private static SpanContext spanContext(Context context) {
        return io.opentelemetry.api.trace.Span.fromContext(context).getSpanContext();
    }

    private static Span start(SpanBuilder builder) {
        return new OpenTelemetrySpan(builder.startSpan());
    }

    private SpanBuilder builder(Operation operation, String name) {
        return switch (operation) {
            case HANDSHAKE -> tracer.spanBuilder("handshake " + name).setSpanKind(SpanKind.SERVER);
            case HTTP_REQUEST -> tracer.spanBuilder(name).setSpanKind(SpanKind.SERVER);
            case COMMAND -> tracer.spanBuilder("command " + name).setSpanKind(SpanKind.SERVER);
            case STORE_CALL -> tracer.spanBuilder("store " + name).setSpanKind(SpanKind.INTERNAL);
            case BACKEND_CALL -> tracer.spanBuilder("call " + name).setSpanKind(SpanKind.CLIENT);
            case DELIVERY -> tracer.spanBuilder("deliver " + name).setSpanKind(SpanKind.CONSUMER);
        };
    }
}
