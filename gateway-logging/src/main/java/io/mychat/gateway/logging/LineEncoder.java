package io.mychat.gateway.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Writes lines in UTF-8: in the format of specification 9.2 or as JSON, see {@code logging.format}, and audit lines
 * unchanged, each a JSON object. A Logback configuration names it as the {@code encoder} of an appender. Thread-safe.
 *
 * @since 0.1.0
 */
public final class LineEncoder extends EncoderBase<ILoggingEvent> {

    private final LineWriter text = new TextWriter();
    private final LineWriter json = new JsonWriter();
    private volatile LogFormat format = LogFormat.TEXT;

    @Override
    public void start() {
        WrapperPackages.addTo(getContext());
        super.start();
    }

    /** Created by Logback. */
    public LineEncoder() {}

    /**
     * The form of the lines; {@code logging.format} of a gateway replaces it.
     *
     * @param format {@code text} or {@code json}
     */
    public void setFormat(String format) {
        this.format = LogFormat.valueOf(format.toUpperCase(Locale.ROOT));
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        String line;
        if (event.getLoggerName().equals(LoggingSettings.AUDIT)) {
            line = event.getFormattedMessage() + "\n";
        } else {
            line = (format == LogFormat.JSON ? json : text).write(event);
        }
        return line.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }
}
