package io.mychat.gateway.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.read.ListAppender;
import io.mychat.gateway.testkit.ManualTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NumberedLineLimitTest {

    private static final String LOOP = "UT005076: SSL read loop detected. Current state %s";

    private final LoggerContext context = new LoggerContext();
    private final ManualTime time = new ManualTime();
    private final ListAppender<ILoggingEvent> written = new ListAppender<>();
    private final Logger undertow = context.getLogger("io.undertow.request");

    @BeforeEach
    void setUp() {
        context.setMDCAdapter(new LogbackMDCAdapter());
        context.addTurboFilter(new NumberedLineLimit(time::nanoTime));
        written.start();
        undertow.addAppender(written);
        undertow.setLevel(Level.WARN);
    }

    private List<String> lines() {
        return written.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void eachNumberHasOneLineAMinute() {
        for (int i = 0; i < 100; i++) {
            undertow.error(String.format(LOOP, i));
            undertow.error("UT005085: Connection " + i + " was not closed");
        }
        assertThat(lines()).containsExactly(String.format(LOOP, 0), "UT005085: Connection 0 was not closed");

        time.advance(Duration.ofMinutes(1));
        undertow.error(String.format(LOOP, 100));
        assertThat(lines()).hasSize(3).last().isEqualTo(String.format(LOOP, 100));
    }

    @Test
    void otherLinesAreNotLimited() {
        for (int i = 0; i < 100; i++) {
            undertow.warn("a line without a number");
            undertow.warn("it says UT005076: in the middle");
        }
        assertThat(lines()).hasSize(200);
    }

    @Test
    void whatNobodySeesUsesNothingUp() {
        undertow.info("UT000001: too low for this logger");
        undertow.setLevel(Level.DEBUG);
        for (int i = 0; i < 10; i++) {
            undertow.debug("UT000002: debugging is not limited");
        }
        undertow.info("UT000001: now it shows");

        assertThat(lines()).hasSize(11).last().isEqualTo("UT000001: now it shows");
    }
}
