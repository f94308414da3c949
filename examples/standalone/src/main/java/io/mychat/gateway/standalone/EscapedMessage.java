package io.mychat.gateway.standalone;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.mychat.gateway.spi.event.LogText;

/** {@code %text}: the message, escaped to a single line. */
public final class EscapedMessage extends ClassicConverter {

    @Override
    public String convert(ILoggingEvent event) {
        return LogText.escaped(event.getFormattedMessage());
    }
}
