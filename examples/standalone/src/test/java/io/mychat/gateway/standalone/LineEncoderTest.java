package io.mychat.gateway.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.joran.spi.JoranException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

/** The lines of the program's own {@code logback.xml}. */
class LineEncoderTest {

    private final LoggerContext context = new LoggerContext();

    @BeforeEach
    void configure() throws JoranException {
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(LineEncoderTest.class.getResource("/logback.xml"));
    }

    @Test
    void anAuditLineIsWrittenAsItIs() {
        String json = "{\"event\":\"login_refused\",\"username\":\"张三\"}";

        assertThat(line("io.mychat.gateway.audit", json, null)).isEqualTo(json + "\n");
    }

    @Test
    void aMessageStaysOnItsLine() {
        String line = line("io.mychat.gateway.core.Any", "x\n[2025-01-08] [gateway] [info] forged\u2028y\u202e", null);

        assertThat(line).contains("[gateway] [info] [").endsWith("forged\\u2028y\\u202e\n");
        assertThat(line.lines()).hasSize(1);
    }

    @Test
    void noLineOfAStackTraceLooksLikeALineOfTheLog() {
        IllegalStateException cause = new IllegalStateException("in\u0085side\n[2025-01-08] [gateway] forged");
        String line = line("io.mychat.gateway.core.Any", "failed", new IllegalArgumentException("a\n[b", cause));

        List<String> lines = line.lines().toList();
        assertThat(lines).hasSizeGreaterThan(4);
        assertThat(lines.subList(1, lines.size())).allMatch(one -> one.startsWith("    "));
        assertThat(line).doesNotContain("\u0085", "\t").contains("LineEncoderTest");
    }

    @Test
    void theAuditsLevelIsItsOwn() {
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(ch.qos.logback.classic.Level.ERROR);

        assertThat(context.getLogger("io.mychat.gateway.audit").isInfoEnabled()).isTrue();
        assertThat(context.getLogger("io.mychat.gateway.core.Any").isWarnEnabled())
                .isFalse();
    }

    private String line(String logger, String message, @Nullable Throwable thrown) {
        LoggingEvent event = new LoggingEvent(
                LineEncoderTest.class.getName(),
                context.getLogger(logger),
                ch.qos.logback.classic.Level.convertAnSLF4JLevel(Level.INFO),
                message,
                thrown,
                null);
        @SuppressWarnings("unchecked")
        ConsoleAppender<ILoggingEvent> console = (ConsoleAppender<ILoggingEvent>)
                context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender("console");
        Encoder<ILoggingEvent> encoder = console.getEncoder();
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }
}
