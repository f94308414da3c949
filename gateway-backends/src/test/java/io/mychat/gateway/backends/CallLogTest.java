package io.mychat.gateway.backends;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.mychat.gateway.spi.backend.BackendOutcome.Unavailable;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/** The lines about calls of back-end services are written on threads that know nothing of the command. */
class CallLogTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(ServiceCall.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final BackendsFixture backendsFixture = new BackendsFixture();

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(Level.DEBUG);
    }

    @AfterEach
    void close() {
        backendsFixture.close();
        logger.setLevel(null);
        logger.detachAppender(lines);
    }

    @Test
    void aFailedAttemptHasTheIdsOfTheCommand() {
        try (TestServer server = TestServer.answering(503, "{}")) {
            assertThat(backendsFixture.service(BackendsFixture.of(server.url())).call())
                    .isInstanceOf(Unavailable.class);
        }

        assertThat(List.copyOf(lines.list))
                .singleElement()
                .satisfies(line -> assertThat(line.getKeyValuePairs())
                        .containsExactly(new KeyValuePair("session_id", "s-1"), new KeyValuePair("request_id", "42")));
    }
}
