package io.mychat.gateway.testkit.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.event.TraceContext;
import io.mychat.gateway.spi.event.Tracer;
import io.mychat.gateway.spi.event.Tracer.Operation;
import io.mychat.gateway.testkit.ContractRules;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The contract of {@link Tracer}, for one that records everything.
 *
 * @since 0.1.0
 */
@ExtendWith(ContractRules.class)
public abstract class TracerContract {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";

    /**
     * A span that has ended.
     *
     * @param parent the id of the span that it is inside of; empty: none
     * @param links the ids of the spans that it is linked to
     */
    public record Ended(String trace, String span, String parent, List<String> links) {}

    /** The tracer under test; the same object during a test. */
    protected abstract Tracer tracer();

    /** The spans that have ended, in the order of their ends. */
    protected abstract List<Ended> ended();

    private static String trace(@Nullable TraceContext context) {
        return Objects.requireNonNull(context, "context").traceparent().substring(3, 35);
    }

    private static String span(@Nullable TraceContext context) {
        return Objects.requireNonNull(context, "context").traceparent().substring(36, 52);
    }

    @Test
    void aRequestContinuesTheTraceOfItsCaller() {
        Tracer.Span served = tracer().serve(
                        Operation.HANDSHAKE,
                        "ws",
                        Optional.of(new TraceContext("00-" + TRACE + "-" + SPAN + "-01", "")));
        TraceContext context = served.context();
        served.end();

        assertThat(ended()).containsExactly(new Ended(TRACE, span(context), SPAN, List.of()));
        assertThat(trace(context)).isEqualTo(TRACE);
    }

    @Test
    void aRequestWithoutATraceBeginsOne() {
        Tracer.Span served = tracer().serve(Operation.HTTP_REQUEST, "GET /x", Optional.empty());
        TraceContext context = served.context();
        served.end();

        assertThat(ended()).containsExactly(new Ended(trace(context), span(context), "", List.of()));
    }

    @Test
    void aNewTraceIsLinkedToItsCause() {
        TraceContext cause = new TraceContext("00-" + TRACE + "-" + SPAN + "-01", "");
        Tracer.Span outer = tracer().begin(Operation.COMMAND, "2001", null);
        Tracer.Span delivery;
        try (Tracer.Scope scope = outer.activate()) {
            assertThat(scope).isNotNull();
            delivery = tracer().begin(Operation.DELIVERY, "2003", cause);
        }
        TraceContext context = delivery.context();
        delivery.end();

        assertThat(trace(context)).isNotEqualTo(TRACE).isNotEqualTo(trace(outer.context()));
        assertThat(ended()).containsExactly(new Ended(trace(context), span(context), "", List.of(SPAN)));
    }

    @Test
    void whatHappensInsideASpanIsItsChild() {
        Tracer.Span outer = tracer().begin(Operation.COMMAND, "2001", null);
        try (Tracer.Scope scope = outer.activate()) {
            assertThat(scope).isNotNull();
            assertThat(tracer().current()).isEqualTo(outer.context());
            tracer().inside(Operation.STORE_CALL, "messages.append").end();
        }
        outer.end();

        String parent = span(outer.context());
        assertThat(ended()).extracting(Ended::parent).containsExactly(parent, "");
        assertThat(ended()).extracting(Ended::trace).containsOnly(trace(outer.context()));
    }

    @Test
    void withoutAnActiveSpanThereIsNothingInside() throws Exception {
        Tracer.Span outer = tracer().begin(Operation.COMMAND, "2001", null);
        try (Tracer.Scope scope = outer.activate()) {
            assertThat(scope).isNotNull();
            // A span is active on its own thread only.
            CompletableFuture.runAsync(() -> {
                        assertThat(tracer().current()).isNull();
                        tracer().inside(Operation.STORE_CALL, "messages.append").end();
                    })
                    .get();
        }
        tracer().inside(Operation.STORE_CALL, "messages.append").end();

        assertThat(tracer().current()).isNull();
        assertThat(ended()).isEmpty();
    }

    @Test
    void aClosedScopeGivesTheThreadBackToTheSpanBefore() {
        Tracer.Span outer = tracer().begin(Operation.COMMAND, "2001", null);
        try (Tracer.Scope first = outer.activate()) {
            assertThat(first).isNotNull();
            Tracer.Span inner = tracer().inside(Operation.STORE_CALL, "messages.append");
            try (Tracer.Scope second = inner.activate()) {
                assertThat(second).isNotNull();
                assertThat(tracer().current()).isEqualTo(inner.context());
            }
            assertThat(tracer().current()).isEqualTo(outer.context());
        }
    }

    @Test
    void aSpanEndsOnceOnAnyThread() throws Exception {
        Tracer.Span span = tracer().begin(Operation.BACKEND_CALL, "orders", null);
        CompletableFuture.runAsync(span::end).get();
        span.end();
        span.attribute("late", "value");
        span.failed("late");

        assertThat(ended()).hasSize(1);
    }
}
