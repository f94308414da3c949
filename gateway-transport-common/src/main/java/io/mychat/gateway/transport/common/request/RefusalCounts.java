package io.mychat.gateway.transport.common.request;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts the requests of one port that the transport itself refused, by the error in the response. Thread-safe. */
public final class RefusalCounts {

    /** Errors that are reported from the start, with 0. */
    private static final List<String> KNOWN = List.of(
            "at_capacity",
            "bad_character",
            "bad_chunk",
            "bad_content_length",
            "bad_framing",
            "bad_header",
            "bad_host",
            "bad_line_end",
            "bad_proxy_header",
            "bad_request",
            "bad_request_line",
            "bad_target",
            "body_timeout",
            "body_too_large",
            "duplicate_header",
            "head_too_large",
            "overloaded",
            "too_many_connections",
            "unknown_expectation",
            "unsupported_method",
            "unsupported_transfer_encoding",
            "unsupported_version");

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    /** Starts all counts at zero. */
    public RefusalCounts() {
        KNOWN.forEach(error -> counts.put(error, new LongAdder()));
    }

    /**
     * Counts one refusal.
     *
     * @param error a constant of this module
     */
    public void count(String error) {
        counts.computeIfAbsent(error, e -> new LongAdder()).increment();
    }

    /** The number of refusals by error. */
    public Map<String, Long> all() {
        Map<String, Long> all = new TreeMap<>();
        counts.forEach((error, count) -> all.put(error, count.sum()));
        return all;
    }
}
