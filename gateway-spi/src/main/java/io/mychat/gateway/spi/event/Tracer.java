package io.mychat.gateway.spi.event;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes the spans of what a gateway does, for a tracing system. Thread-safe; must not block, and must not throw. A
 * gateway without a tracer uses {@link #NONE}, which costs nothing.
 *
 * @since 0.1.0
 */
public interface Tracer {

    /** Makes no spans. */
    Tracer NONE = NoTracer.INSTANCE;

    /** What a span is about. */
    enum Operation {
        /** A WebSocket handshake, from the request to the open connection. */
        HANDSHAKE,
        /** A request to the HTTP API. */
        HTTP_REQUEST,
        /** A command of a client, from its turn to its answer. */
        COMMAND,
        /** A call of a store. */
        STORE_CALL,
        /** A call of a back-end service, with all attempts. */
        BACKEND_CALL,
        /** The delivery of a stored message to one session. */
        DELIVERY
    }

    /**
     * Starts a span for a request from outside.
     *
     * @param name one of few, such as a route
     * @param remote the context of the caller; empty: a new trace begins
     */
    Span serve(Operation operation, String name, Optional<TraceContext> remote);

    /**
     * Starts a span that begins a new trace, also while another span is active on this thread.
     *
     * @param name one of few, such as a command
     * @param cause a span of another trace that the new one is linked to, or null
     */
    Span begin(Operation operation, String name, @Nullable TraceContext cause);

    /**
     * Starts a span inside the one that is {@linkplain Span#activate active} on this thread. Without an active span there
     * is nothing to trace.
     *
     * @param name one of few, such as an operation of a store
     */
    Span inside(Operation operation, String name);

    /** The span that is active on this thread, and on no other; null: none, or it is not recorded. */
    @Nullable
    TraceContext current();

    /** One span. Thread-safe. */
    interface Span {

        /** Whether the calls below have an effect: a caller need not collect attributes for nothing. */
        boolean isRecording();

        /**
         * Makes the span active on this thread until the scope is closed on the same thread; then the span that was active
         * before is active again.
         */
        Scope activate();

        void attribute(String name, String value);

        void attribute(String name, long value);

        /**
         * Marks the span as failed.
         *
         * @param reason a machine-readable reason, such as an error of a reply
         */
        void failed(String reason);

        /** How others refer to the span; null when it is not recorded. */
        @Nullable
        TraceContext context();

        /** Ends the span, on any thread; later calls have no effect. */
        void end();
    }

    /** A span is active while it is open. */
    @FunctionalInterface
    interface Scope extends AutoCloseable {

        @Override
        void close();
    }
}
