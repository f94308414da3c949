package io.mychat.gateway.observability;

import io.mychat.gateway.spi.event.TraceContext;
import io.mychat.gateway.spi.event.Tracer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/** A span of OpenTelemetry as the gateway uses it. Thread-safe. */
record OpenTelemetrySpan(Span span) implements Tracer.Span {

    @Override
    public boolean isRecording() {
        return span.isRecording();
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // the caller closes it, by the scope that it gets
    public Tracer.Scope activate() {
        return span.makeCurrent()::close;
    }

    @Override
    public void attribute(String name, String value) {
        span.setAttribute(name, value);
    }

    @Override
    public void attribute(String name, long value) {
        span.setAttribute(name, value);
    }

    @Override
    public void failed(String reason) {
        span.setStatus(StatusCode.ERROR, reason);
    }

    @Override
    public @Nullable TraceContext context() {
        return W3cContext.write(Context.root().with(span));
    }

    @Override
    public void end() {
        span.end();
    }
}
