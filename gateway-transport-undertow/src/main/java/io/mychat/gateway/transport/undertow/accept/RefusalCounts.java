package io.mychat.gateway.transport.undertow.accept;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Requests of one port that were refused before anybody was asked, by the error that their answer names. Thread-safe. */
public final class RefusalCounts {

    /** What is counted from the start, so that nobody has to wait for the first one to see the number. */
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
            "head_too_large",
            "overloaded",
            "too_many_connections",
            "unknown_expectation",
            "unsupported_method",
            "unsupported_transfer_encoding",
            "unsupported_version");

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    /** All zero. */
    public RefusalCounts() {
        KNOWN.forEach(error -> counts.put(error, new LongAdder()));
    }

    /**
     * Counts one.
     *
     * @param error one of our own constants
     */
    void count(String error) {
        counts.computeIfAbsent(error, e -> new LongAdder()).increment();
    }

    /** How many there were, by error. */
    public Map<String, Long> all() {
        Map<String, Long> all = new TreeMap<>();
        counts.forEach((error, count) -> all.put(error, count.sum()));
        return all;
    }
}
