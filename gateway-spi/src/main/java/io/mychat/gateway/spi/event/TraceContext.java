package io.mychat.gateway.spi.event;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A place in a trace, in the form of W3C Trace Context.
 *
 * @param traceparent version, trace id, span id and flags, as the header has them
 * @param tracestate what other systems add, as the header has it; empty: nothing
 * @since 0.1.0
 */
public record TraceContext(String traceparent, String tracestate) {

    /** The longest {@code tracestate} that is passed on, in characters (W3C Trace Context 3.3.1.5). */
    public static final int MAX_STATE_LENGTH = 512;

    private static final Pattern PARENT =
            Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    private static final Pattern STATE = Pattern.compile("[\\x20-\\x7e]*");

    public TraceContext {
        if (!PARENT.matcher(traceparent).matches()) {
            throw new IllegalArgumentException("invalid traceparent");
        }
        if (!isState(tracestate)) {
            throw new IllegalArgumentException("invalid tracestate");
        }
    }

    private static boolean isState(String text) {
        return text.length() <= MAX_STATE_LENGTH && STATE.matcher(text).matches();
    }

    /**
     * The context of a request. Empty without a valid {@code traceparent}; an invalid {@code tracestate} alone is left
     * out.
     */
    public static Optional<TraceContext> of(Optional<String> traceparent, Optional<String> tracestate) {
        return traceparent
                .filter(text -> PARENT.matcher(text).matches())
                .map(text -> new TraceContext(
                        text, tracestate.filter(TraceContext::isState).orElse("")));
    }
}
