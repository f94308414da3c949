package io.mychat.gateway.testkit.event;

import io.mychat.gateway.spi.event.TraceContext;
import io.mychat.gateway.spi.event.Tracer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Remembers all spans. Thread-safe. Ids are counted, so that a test sees the same ones each time.
 *
 * @since 0.1.0
 */
public final class RecordingTracer implements Tracer {

    private static final int TRACE = 3;
    private static final int SPAN = 36;

    private final List<Recorded> spans = new CopyOnWriteArrayList<>();
    private final AtomicLong ids = new AtomicLong();

    @SuppressWarnings("ThreadLocalUsage") // two tracers of one test do not see each other
    private final ThreadLocal<@Nullable Recorded> active = new ThreadLocal<>();

    /** The spans that have ended, in the order of their ends. */
    public List<Recorded> ended() {
        return List.copyOf(spans);
    }

    /** The spans of one operation that have ended. */
    public List<Recorded> ended(Operation operation) {
        return spans.stream().filter(span -> span.operation == operation).toList();
    }

    @Override
    public Span serve(Operation operation, String name, Optional<TraceContext> remote) {
        return remote.map(caller -> new Recorded(operation, name, traceOf(caller), spanOf(caller), List.of()))
                .orElseGet(() -> new Recorded(operation, name, newTrace(), "", List.of()));
    }

    @Override
    public Span begin(Operation operation, String name, @Nullable TraceContext cause) {
        return new Recorded(operation, name, newTrace(), "", cause == null ? List.of() : List.of(spanOf(cause)));
    }

    @Override
    public Span inside(Operation operation, String name) {
        Recorded outer = active.get();
        return outer == null
                ? NONE.inside(operation, name)
                : new Recorded(operation, name, outer.trace, outer.id, List.of());
    }

    @Override
    public @Nullable TraceContext current() {
        Recorded outer = active.get();
        return outer == null ? null : outer.context();
    }

    private String newTrace() {
        return "0".repeat(16) + HexFormat.of().toHexDigits(ids.incrementAndGet());
    }

    private static String traceOf(TraceContext context) {
        return context.traceparent().substring(TRACE, SPAN - 1);
    }

    private static String spanOf(TraceContext context) {
        return context.traceparent().substring(SPAN, SPAN + 16);
    }

    /** One span. */
    public final class Recorded implements Span {

        private final Operation operation;
        private final String name;
        private final String trace;
        private final String id = HexFormat.of().toHexDigits(ids.incrementAndGet());
        private final String parent;
        private final List<String> links;
        private final Map<String, String> attributes = new ConcurrentHashMap<>();
        private volatile String error = "";
        private boolean over;

        private Recorded(Operation operation, String name, String trace, String parent, List<String> links) {
            this.operation = operation;
            this.name = name;
            this.trace = trace;
            this.parent = parent;
            this.links = links;
        }

        public Operation operation() {
            return operation;
        }

        public String name() {
            return name;
        }

        public String trace() {
            return trace;
        }

        public String id() {
            return id;
        }

        /** The id of the span that it is inside of; empty: none. */
        public String parent() {
            return parent;
        }

        /** The ids of the spans that it is linked to. */
        public List<String> links() {
            return links;
        }

        public Map<String, String> attributes() {
            return Map.copyOf(attributes);
        }

        /** The reason of the failure; empty: none. */
        public String error() {
            return error;
        }

        @Override
        public boolean isRecording() {
            return true;
        }

        @Override
        public Scope activate() {
            Recorded before = active.get();
            active.set(this);
            return () -> active.set(before);
        }

        @Override
        public synchronized void attribute(String attribute, String value) {
            if (!over) {
                attributes.put(attribute, value);
            }
        }

        @Override
        public void attribute(String attribute, long value) {
            attribute(attribute, Long.toString(value));
        }

        @Override
        public synchronized void failed(String reason) {
            if (!over) {
                error = reason;
            }
        }

        @Override
        public TraceContext context() {
            return new TraceContext("00-" + trace + "-" + id + "-01", "");
        }

        @Override
        public synchronized void end() {
            if (!over) {
                over = true;
                spans.add(this);
            }
        }

        @Override
        public String toString() {
            return operation + " " + name + attributes;
        }
    }
}
