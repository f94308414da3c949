package io.mychat.gateway.observability;

import io.mychat.gateway.spi.event.TraceContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Translates between OpenTelemetry's contexts and the gateway's, by OpenTelemetry's own reading of the headers. */
final class W3cContext {

    private static final W3CTraceContextPropagator PROPAGATOR = W3CTraceContextPropagator.getInstance();
    private static final String PARENT = "traceparent";
    private static final String STATE = "tracestate";

    private W3cContext() {}

    private static final class Headers implements TextMapGetter<TraceContext> {

        @Override
        public @Nullable String get(@Nullable TraceContext carrier, String key) {
            if (carrier == null) {
                return null;
            }
            return switch (key) {
                case PARENT -> carrier.traceparent();
                case STATE -> carrier.tracestate().isEmpty() ? null : carrier.tracestate();
                default -> null;
            };
        }
    }

    private static final Headers HEADERS = new Headers();

    static Context read(TraceContext context) {
        return PROPAGATOR.extract(Context.root(), context, HEADERS);
    }

    /** Null when the context has no span. */
    static @Nullable TraceContext write(Context context) {
        Map<String, String> headers = new HashMap<>(4);
        PROPAGATOR.inject(context, headers, (carrier, name, value) -> {
            if (carrier != null) {
                carrier.put(name, value);
            }
        });
        String parent = headers.get(PARENT);
        String state = headers.getOrDefault(STATE, "");
        return parent == null
                ? null
                : new TraceContext(parent, state.length() > TraceContext.MAX_STATE_LENGTH ? "" : state);
    }
}
