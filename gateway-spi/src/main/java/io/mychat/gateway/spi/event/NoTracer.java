package io.mychat.gateway.spi.event;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes one span that does nothing. */
enum NoTracer implements Tracer, Tracer.Span {
    INSTANCE;

    private static final Scope SCOPE = () -> {};

    @Override
    public Span serve(Operation operation, String name, Optional<TraceContext> remote) {
        return this;
    }

    @Override
    public Span begin(Operation operation, String name, @Nullable TraceContext cause) {
        return this;
    }

    @Override
    public Span inside(Operation operation, String name) {
        return this;
    }

    @Override
    public @Nullable TraceContext current() {
        return null;
    }

    @Override
    public boolean isRecording() {
        return false;
    }

    @Override
    public Scope activate() {
        return SCOPE;
    }

    @Override
    public void attribute(String name, String value) {}

    @Override
    public void attribute(String name, long value) {}

    @Override
    public void failed(String reason) {}

    @Override
    public @Nullable TraceContext context() {
        return null;
    }

    @Override
    public void end() {}
}
