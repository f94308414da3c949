package io.mychat.gateway.transport.common.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.read.ListAppender;
import io.mychat.gateway.testkit.ManualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class SafeLogTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(SafeLog.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final SafeLog log = new SafeLog(new ManualTime());

    @BeforeEach
    void listen() {
        logger.setAdditive(false);
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void leave() {
        logger.detachAndStopAllAppenders();
        logger.setAdditive(true);
    }

    @Test
    void aFloodOfFailuresIsALineForEachKind() {
        for (int i = 0; i < 1000; i++) {
            log.error("a receiver failed", new IllegalStateException());
            log.error("a handshake failed", new IllegalStateException());
        }

        assertThat(lines.list)
                .extracting(ILoggingEvent::getMessage)
                .containsExactly("a receiver failed", "a handshake failed");
    }

    @Test
    void aLogThatFailsHarmsNobody() {
        AppenderBase<ILoggingEvent> full = new AppenderBase<>() {
            @Override
            public synchronized void doAppend(ILoggingEvent event) {
                throw new OutOfMemoryError("a test's");
            }

            @Override
            protected void append(ILoggingEvent event) {}
        };
        full.start();
        logger.addAppender(full);

        assertThatCode(() -> log.error("a receiver failed", new IllegalStateException()))
                .doesNotThrowAnyException();
    }
}
