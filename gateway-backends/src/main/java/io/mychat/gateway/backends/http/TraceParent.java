package io.mychat.gateway.backends.http;

import io.mychat.gateway.spi.event.TraceContext;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The trace of a call: that of its command, or a new one (W3C Trace Context). */
public final class TraceParent {

    private TraceParent() {}

    /** The given trace, or a new one. */
    public static TraceContext of(Optional<TraceContext> known, boolean sampled, LongSupplier random) {
        return known.orElseGet(() -> new TraceContext(
                "00-" + hex(random) + hex(random) + "-" + hex(random) + (sampled ? "-01" : "-00"), ""));
    }

    private static String hex(LongSupplier random) {
        long bits = random.getAsLong();
        // An id of zeros is invalid.
        return HexFormat.of().toHexDigits(bits == 0 ? 1 : bits);
    }
}
