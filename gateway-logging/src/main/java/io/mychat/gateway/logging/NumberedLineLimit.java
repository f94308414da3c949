package io.mychat.gateway.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * Limits the lines of libraries that number their messages, such as Undertow ({@code UT005076: …}): each number has one line
 * a minute, because a client may cause it with each connection. The next line says how many were left out. Lines below
 * {@code info} are not limited. A Logback configuration names it as a {@code turboFilter}. Thread-safe.
 *
 * @since 0.1.0
 */
public final class NumberedLineLimit extends TurboFilter {

    private static final org.slf4j.Logger log = LoggerFactory.getLogger(NumberedLineLimit.class);

    private static final Duration PAUSE = Duration.ofMinutes(1);
    /** A library has fewer; beyond it, lines are not limited. */
    private static final int MOST_NUMBERS = 1000;

    private static final Pattern NUMBER = Pattern.compile("[A-Z]{2,10}\\d{5,6}(?=:)");

    private final LongSupplier nanoTime;
    private final Map<String, Count> counts = new ConcurrentHashMap<>();

    /** The monitor guards it. */
    private static final class Count {

        private long loggedAt;
        private long leftOut = -1;

        /** How many lines were left out before this one; -1: this one is left out, too. */
        synchronized long due(long now) {
            if (leftOut >= 0 && now - loggedAt < PAUSE.toNanos()) {
                leftOut++;
                return -1;
            }
            long before = Math.max(0, leftOut);
            loggedAt = now;
            leftOut = 0;
            return before;
        }
    }

    /** Created by Logback. */
    public NumberedLineLimit() {
        this(System::nanoTime);
    }

    NumberedLineLimit(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            @Nullable Object @Nullable [] params,
            @Nullable Throwable t) {
        // Without a text somebody only asks whether the level is enabled.
        if (format == null || level.levelInt < Math.max(Level.INFO_INT, logger.getEffectiveLevel().levelInt)) {
            return FilterReply.NEUTRAL;
        }
        Matcher number = NUMBER.matcher(format);
        if (!number.lookingAt()) {
            return FilterReply.NEUTRAL;
        }
        String name = number.group();
        if (counts.size() >= MOST_NUMBERS && !counts.containsKey(name)) {
            return FilterReply.NEUTRAL;
        }
        long leftOut = counts.computeIfAbsent(name, unused -> new Count()).due(nanoTime.getAsLong());
        if (leftOut > 0) {
            log.warn("{} lines {} were left out since the last one", leftOut, name);
        }
        return leftOut < 0 ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
}
