package io.mychat.gateway.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.event.KeyValuePair;

/** Writes one event as text that ends with a line break. Thread-safe. */
interface LineWriter {

    String write(ILoggingEvent event);

    /** The place in the code, without its package. */
    static String source(ILoggingEvent event) {
        StackTraceElement[] callers = event.getCallerData();
        if (callers == null || callers.length == 0) {
            return "?:?";
        }
        String type = callers[0].getClassName();
        return type.substring(type.lastIndexOf('.') + 1) + ":" + callers[0].getLineNumber();
    }

    /** The ids of the command, and what else the event says beside its message: the MDC and key-value pairs. */
    static Map<String, String> context(ILoggingEvent event) {
        Map<String, String> context = new TreeMap<>(event.getMDCPropertyMap());
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        for (KeyValuePair pair : pairs == null ? new ArrayList<KeyValuePair>() : pairs) {
            context.put(String.valueOf(pair.key), String.valueOf(pair.value));
        }
        return context;
    }
}
