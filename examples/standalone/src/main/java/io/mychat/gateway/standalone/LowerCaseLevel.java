package io.mychat.gateway.standalone;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.Locale;

/** The level in lower case, as in the log format of the specification. Public because Logback creates it by name. */
public final class LowerCaseLevel extends ClassicConverter {

    @Override
    public String convert(ILoggingEvent event) {
        return event.getLevel().toString().toLowerCase(Locale.ROOT);
    }
}
