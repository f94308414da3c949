package io.mychat.gateway.standalone;

import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.nio.charset.StandardCharsets;

/**
 * Writes the lines of the log in UTF-8: audit lines unchanged, each a JSON object, and all others by the pattern.
 * Thread-safe, like the encoder that it extends.
 */
public final class LineEncoder extends PatternLayoutEncoder {

    static final String AUDIT = "io.mychat.gateway.audit";

    public LineEncoder() {
        setCharset(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        return event.getLoggerName().equals(AUDIT)
                ? (event.getFormattedMessage() + "\n").getBytes(StandardCharsets.UTF_8)
                : super.encode(event);
    }
}
