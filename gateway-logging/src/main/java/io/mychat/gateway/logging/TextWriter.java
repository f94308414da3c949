package io.mychat.gateway.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.mychat.gateway.spi.event.LogText;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The line of specification 9.2, with the ids of the command behind it. Foreign text cannot look like a line: each
 * event is one line, and the lines of its stack trace are indented.
 */
final class TextWriter implements LineWriter {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:/+-]+");

    private final StackTrace traces = new StackTrace();
    private final DateTimeFormatter time =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

    @Override
    public String write(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160).append('[');
        time.formatTo(event.getInstant(), line);
        line.append("] [gateway] [")
                .append(event.getLevel().toString().toLowerCase(Locale.ROOT))
                .append("] [")
                .append(LineWriter.source(event))
                .append("] ")
                .append(LogText.escaped(event.getFormattedMessage()));
        LineWriter.context(event)
                .forEach((key, value) ->
                        line.append(' ').append(text(key)).append('=').append(text(value)));
        line.append('\n');
        for (String frame : traces.of(event)) {
            line.append("    ")
                    .append(LogText.escaped(frame.replace("\t", "    ")))
                    .append('\n');
        }
        return line.toString();
    }

    private static String text(String value) {
        return PLAIN.matcher(value).matches() ? value : LogText.quoted(value);
    }
}
