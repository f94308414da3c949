package io.mychat.gateway.logging;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.List;

/** The text of an event's exception, with few frames of each cause. Thread-safe. */
final class StackTrace {

    private static final String FRAMES = "12";

    private final ThrowableProxyConverter converter = new ThrowableProxyConverter();

    StackTrace() {
        converter.setOptionList(List.of(FRAMES));
        converter.start();
    }

    /** The lines, not escaped; none without an exception. */
    List<String> of(ILoggingEvent event) {
        return event.getThrowableProxy() == null
                ? List.of()
                : converter.convert(event).lines().toList();
    }
}
