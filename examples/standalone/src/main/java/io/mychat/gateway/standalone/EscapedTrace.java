package io.mychat.gateway.standalone;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.IThrowableProxy;
import io.mychat.gateway.spi.event.LogText;
import java.util.stream.Collectors;

/**
 * {@code %trace}: a stack trace with indented lines, so that the message of an exception cannot look like a line of the
 * log.
 */
public final class EscapedTrace extends ThrowableProxyConverter {

    @Override
    protected String throwableProxyToString(IThrowableProxy thrown) {
        return super.throwableProxyToString(thrown)
                .lines()
                .map(line -> "    " + LogText.escaped(line.replace("\t", "    ")) + "\n")
                .collect(Collectors.joining());
    }
}
