package io.mychat.gateway.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.mychat.gateway.spi.event.LogText;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A JSON object for each event, on one line. Control characters, separators and invisible characters are escaped. The
 * ids of a command are fields of their own; what others put beside a message is inside {@code context}.
 */
final class JsonWriter implements LineWriter {

    private static final List<String> IDS = List.of("session_id", "request_id");

    private final JsonFactory json = new JsonFactory();
    private final StackTrace traces = new StackTrace();
    private final DateTimeFormatter time = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    @Override
    public String write(ILoggingEvent event) {
        StringWriter line = new StringWriter(320);
        try (JsonGenerator out = json.createGenerator(line)) {
            out.writeStartObject();
            out.writeStringField("timestamp", time.format(event.getInstant()));
            out.writeStringField("level", event.getLevel().toString().toLowerCase(Locale.ROOT));
            out.writeStringField("logger", event.getLoggerName());
            out.writeStringField("source", LineWriter.source(event));
            out.writeStringField("thread", String.valueOf(event.getThreadName()));
            out.writeStringField("message", String.valueOf(event.getFormattedMessage()));
            writeContext(out, LineWriter.context(event));
            List<String> trace = traces.of(event);
            if (!trace.isEmpty()) {
                out.writeStringField("error", String.join("\n", trace));
            }
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // A StringWriter has none.
        }
        return LogText.escaped(line.toString()) + "\n";
    }

    private static void writeContext(JsonGenerator out, Map<String, String> context) throws IOException {
        for (String id : IDS) {
            String value = context.remove(id);
            if (value != null) {
                out.writeStringField(id, value);
            }
        }
        if (!context.isEmpty()) {
            out.writeObjectFieldStart("context");
            for (Map.Entry<String, String> entry : context.entrySet()) {
                out.writeStringField(entry.getKey(), entry.getValue());
            }
            out.writeEndObject();
        }
    }
}
