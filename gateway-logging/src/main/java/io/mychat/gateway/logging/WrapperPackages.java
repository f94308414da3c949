package io.mychat.gateway.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.Context;
import java.util.List;

/**
 * The gateway's classes that call a logger on behalf of others. Logback passes over them when it determines the source
 * of a line, so that a line names the class that had something to say.
 */
final class WrapperPackages {

    /** Beginnings of class names, since Logback compares beginnings. */
    private static final List<String> WRAPPERS = List.of(
            "io.mychat.gateway.spi.event.RateLimitedLog",
            "io.mychat.gateway.core.threads.FaultBarrier",
            "io.mychat.gateway.transport.common.websocket.SafeLog");

    private WrapperPackages() {}

    /** Makes them known to a context of Logback, once. */
    static void addTo(Context context) {
        if (context instanceof LoggerContext logback) {
            List<String> known = logback.getFrameworkPackages();
            synchronized (known) {
                WRAPPERS.stream().filter(name -> !known.contains(name)).forEach(known::add);
            }
        }
    }
}
