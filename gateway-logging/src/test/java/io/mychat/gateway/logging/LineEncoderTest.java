package io.mychat.gateway.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.event.RateLimitedLogs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.event.KeyValuePair;

class LineEncoderTest {

    /** A line break and more that a terminal, an editor or a reader of lines could take for one, and bidi controls. */
    private static final String HOSTILE =
            "x\n[2025-01-08 10:30:15.123] [gateway] [info] [A:1] forged\r\u0085\u2028\u2029\u202e\u2066\u200b\u001b[2J\u0000";

    private final LoggerContext context = new LoggerContext();
    private final LineEncoder encoder = new LineEncoder();

    LineEncoderTest() {
        context.setMDCAdapter(new LogbackMDCAdapter());
    }

    private LoggingEvent event(String logger, String message, @Nullable Throwable thrown) {
        return new LoggingEvent(
                LineEncoderTest.class.getName(), context.getLogger(logger), Level.INFO, message, thrown, null);
    }

    private String line(LoggingEvent event) {
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }

    private JsonNode json(LoggingEvent event) throws IOException {
        encoder.setFormat("json");
        String line = line(event);
        assertThat(line.lines()).hasSize(1);
        return new ObjectMapper().readTree(line);
    }

    @ParameterizedTest
    @EnumSource(LogFormat.class)
    void anAuditLineIsWrittenAsItIs(LogFormat format) {
        encoder.setFormat(format.name());
        String json = "{\"event\":\"login_refused\",\"username\":\"张三\"}";

        assertThat(line(event("io.mychat.gateway.audit", json, null))).isEqualTo(json + "\n");
    }

    @Test
    void theLineIsTheSpecifications() {
        LoggingEvent event = event("io.mychat.gateway.core.connection.Any", "User user123 connected", null);
        event.setCallerData(new StackTraceElement[] {new StackTraceElement("a.b.ConnectionManager", "m", "f", 45)});

        assertThat(line(event))
                .matches("\\[\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}] \\[gateway] \\[info] "
                        + "\\[ConnectionManager:45] User user123 connected\n");
    }

    @Test
    void aLimitedLineNamesTheClassThatHasSomethingToSay() {
        encoder.setContext(context);
        encoder.start();
        Logger logger = context.getLogger("io.mychat.gateway.core.Any");
        List<String> sources = new ArrayList<>();
        AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                sources.add(LineWriter.source(event));
            }
        };
        appender.start();
        logger.addAppender(appender);

        RateLimitedLog.inSystemTime(logger::warn).log("failed");
        RateLimitedLogs.inSystemTime(logger::warn).of("one").log("failed", new IllegalStateException());

        assertThat(sources).hasSize(2).allSatisfy(source -> assertThat(source).startsWith("LineEncoderTest:"));
    }

    @Test
    void theIdsOfTheCommandStandBehindTheMessage() {
        LoggingEvent event = event("io.mychat.Any", "done", null);
        event.setMDCPropertyMap(Map.of("session_id", "s-1", "request_id", "a b"));

        assertThat(line(event)).endsWith("] done request_id=\"a b\" session_id=s-1\n");
    }

    @Test
    void jsonHasTheIdsAsFieldsAndTheRestInsideTheContext() throws IOException {
        LoggingEvent event = event("io.mychat.gateway.core.connection.Any", "done \"张三\"", null);
        event.setMDCPropertyMap(Map.of("session_id", "s-1", "request_id", "42", "message", "no second one"));
        event.addKeyValuePair(new KeyValuePair("order", 7));

        JsonNode json = json(event);

        assertThat(json.path("timestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(json.path("level").asText()).isEqualTo("info");
        assertThat(json.path("logger").asText()).isEqualTo("io.mychat.gateway.core.connection.Any");
        assertThat(json.path("source").asText()).matches(".+:.+");
        assertThat(json.path("thread").asText())
                .isEqualTo(Thread.currentThread().getName());
        assertThat(json.path("message").asText()).isEqualTo("done \"张三\"");
        assertThat(json.path("session_id").asText()).isEqualTo("s-1");
        assertThat(json.path("request_id").asText()).isEqualTo("42");
        assertThat(json.path("context").toString()).isEqualTo("{\"message\":\"no second one\",\"order\":\"7\"}");
        assertThat(json.has("error")).isFalse();
    }

    @ParameterizedTest
    @EnumSource(LogFormat.class)
    void foreignTextStaysOnItsLineWhereverItStands(LogFormat format) {
        encoder.setFormat(format.name());
        LoggingEvent event = event("io.mychat.gateway.core.Any", HOSTILE, null);
        event.setMDCPropertyMap(Map.of("request_id", HOSTILE, HOSTILE, HOSTILE));
        event.addKeyValuePair(new KeyValuePair(HOSTILE + "2", HOSTILE));
        event.setThreadName(HOSTILE);

        String line = line(event);

        assertThat(line.lines()).hasSize(1);
        assertThat(line.substring(0, line.length() - 1).codePoints())
                .allMatch(c -> c >= ' ' && Character.getType(c) != Character.FORMAT && c != 0x7f)
                .doesNotContain(0x85, 0x2028, 0x2029);
        assertThat(line).contains("\\u202e", "\\u2028");
    }

    @Test
    void noLineOfAStackTraceLooksLikeALineOfTheLog() {
        String line = line(event("io.mychat.gateway.core.Any", "failed", hostileException()));

        List<String> lines = line.lines().toList();
        assertThat(lines).hasSizeGreaterThan(4);
        assertThat(lines.subList(1, lines.size())).allMatch(one -> one.startsWith("    "));
        assertThat(line).doesNotContain("\u0085", "\t").contains("LineEncoderTest");
    }

    @Test
    void aStackTraceInJsonStaysOnItsLineToo() throws IOException {
        JsonNode json = json(event("io.mychat.gateway.core.Any", "failed", hostileException()));

        assertThat(json.path("error").asText())
                .contains("IllegalArgumentException: a", "Caused by: ", "LineEncoderTest");
    }

    private static Exception hostileException() {
        IllegalStateException cause = new IllegalStateException("in\u0085side\n[2025-01-08] [gateway] forged");
        return new IllegalArgumentException("a\n[b", cause);
    }
}
