package io.mychat.gateway.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.mychat.gateway.backends.pool.Server;
import io.mychat.gateway.spi.backend.HealthCheckOptions;
import io.mychat.gateway.spi.backend.ServiceStatus.State;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The line of a server whose health check fails says why. */
class HealthLogTest {

    private static final HealthCheckOptions CHECKS =
            new HealthCheckOptions("/health", Duration.ofSeconds(2), BackendsFixture.TIMEOUT, 2, 1);
    private static final HealthCheckOptions CONNECT =
            new HealthCheckOptions("", Duration.ofSeconds(2), BackendsFixture.TIMEOUT, 2, 1);

    private final Logger logger = (Logger) LoggerFactory.getLogger(Server.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final BackendsFixture backendsFixture = new BackendsFixture();

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void close() {
        backendsFixture.close();
        logger.detachAppender(lines);
    }

    private String line(URI url, HealthCheckOptions checks) {
        backendsFixture.service(BackendsFixture.of(url).withHealthCheck(checks));
        backendsFixture.until(() -> backendsFixture.server(url).state() == State.UNHEALTHY);
        await().until(() -> !List.copyOf(lines.list).isEmpty());
        return List.copyOf(lines.list).get(0).getFormattedMessage();
    }

    @Test
    void aStatusIsNamed() {
        try (TestServer server = TestServer.answering(503, "")) {
            assertThat(line(server.url(), CHECKS))
                    .isEqualTo("Server " + server.url()
                            + " of service orders is unhealthy and gets no calls: it answers with status 503");
        }
    }

    @Test
    void aMissingConnectionIsNamed() {
        assertThat(line(RetryTest.dead(), CHECKS))
                .contains("gets no calls: there is no connection: java.net.ConnectException");
    }

    @Test
    void aConnectionThatIsOnlyOpenedIsNamed() {
        assertThat(line(RetryTest.dead(), CONNECT))
                .contains("gets no calls: there is no connection: java.net.ConnectException");
    }

    @Test
    void anAnswerThatIsTooLongIsNamed() {
        try (TestServer server = TestServer.answering(200, "x".repeat((64 << 10) + 1))) {
            assertThat(line(server.url(), CHECKS)).endsWith("gets no calls: its answer has more than 65536 bytes");
        }
    }
}
