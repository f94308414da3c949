package io.mychat.gateway.transport.common;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The value of the header {@code Date} (RFC 9110 section 6.6.1). Thread-safe. */
public final class HttpDate {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private volatile Stamp stamp = Stamp.of(0);

    /** The date of one second, which many responses share. */
    private record Stamp(long second, String text) {

        static Stamp of(long second) {
            return new Stamp(second, DATE.format(Instant.ofEpochSecond(second)));
        }
    }

    /** The date of this second. */
    public String now() {
        long now = System.currentTimeMillis() / 1000;
        Stamp known = stamp;
        if (known.second() != now) {
            known = Stamp.of(now);
            stamp = known;
        }
        return known.text();
    }
}
