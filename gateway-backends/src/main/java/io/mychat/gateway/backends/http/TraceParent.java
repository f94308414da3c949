package io.mychat.gateway.backends.http;

import java.util.HexFormat;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/** The header {@code traceparent} (W3C Trace Context). */
public final class TraceParent {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    private TraceParent() {}

    /** The given trace, or a new one. */
    public static String of(Optional<String> known, boolean sampled, LongSupplier random) {
        return known.filter(text -> FORM.matcher(text).matches())
                .orElseGet(() -> "00-" + hex(random) + hex(random) + "-" + hex(random) + (sampled ? "-01" : "-00"));
    }

    private static String hex(LongSupplier random) {
        long bits = random.getAsLong();
        // An id of zeros is invalid.
        return HexFormat.of().toHexDigits(bits == 0 ? 1 : bits);
    }
}
