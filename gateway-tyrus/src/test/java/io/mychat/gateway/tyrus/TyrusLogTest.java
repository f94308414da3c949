package io.mychat.gateway.tyrus;

import static io.mychat.gateway.testkit.transport.RawClient.handshake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.transport.RawClient;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Filter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.glassfish.tyrus.core.AnnotatedEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What clients can make Tyrus and the module write into the host's log. */
class TyrusLogTest {

    private static final int TIMES = 20;

    private final java.util.logging.Logger tyrus = java.util.logging.Logger.getLogger("org.glassfish.tyrus");
    private final java.util.logging.Logger ofEndpoints =
            java.util.logging.Logger.getLogger(AnnotatedEndpoint.class.getName());
    private final Logger ours = (Logger) LoggerFactory.getLogger(TyrusLog.class);
    private final Queue<String> byTyrus = new ConcurrentLinkedQueue<>();
    private final Queue<ILoggingEvent> byUs = new ConcurrentLinkedQueue<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            byTyrus.add(line.getMessage() + " " + line.getThrown());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent line) {
            byUs.add(line);
        }
    };
    private final TyrusEndpoints endpoints =
            TyrusEndpoints.builder().endpoint(Endpoints.Bare.class).build();
    private LiveGateway gateway;

    @BeforeEach
    void start() throws IOException {
        tyrus.addHandler(handler);
        appender.start();
        ours.addAppender(appender);
        gateway = LiveGateway.start(builder -> builder.module(endpoints.module()));
    }

    @AfterEach
    void stop() {
        gateway.close();
        tyrus.removeHandler(handler);
        ours.detachAppender(appender);
    }

    private RawClient open(String path) throws IOException {
        RawClient client = RawClient.connect(gateway.webSocketAddress());
        client.write(handshake(path));
        assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
        return client;
    }

    @Test
    void sendsThatEndWithTheirConnectionAreOneLineWithoutATrace() throws IOException {
        for (int i = 0; i < TIMES; i++) {
            try (RawClient client = open("/bare/flood")) {
                client.text("go");
                assertThat(client.readText()).hasSize(50_000);
            }
        }

        await().until(() -> endpoints.connections() == 0);
        await().untilAsserted(() -> assertThat(byUs).hasSize(1));
        assertThat(byUs.peek().getFormattedMessage())
                .isEqualTo("A connection ended while an endpoint without @OnError was sending");
        assertThat(byUs.peek().getThrowableProxy()).isNull();
        assertThat(byTyrus).isEmpty();
    }

    @Test
    void failuresAreOneLineAMinuteAndTheSessionGoesOn() throws IOException {
        try (RawClient client = open("/bare/text")) {
            for (int i = 0; i < TIMES; i++) {
                client.text("bad");
            }
            client.text("hi");
            assertThat(client.readText()).isEqualTo("hi");
        }
        assertThat(byUs).hasSize(1);
        assertThat(byUs.peek().getThrowableProxy().getClassName()).isEqualTo("java.lang.IllegalArgumentException");
        assertThat(byTyrus).isEmpty();
    }

    @Test
    void messagesThatAnEndpointDoesNotTakeAreOneLine() throws IOException {
        try (RawClient client = open("/bare/text")) {
            for (int i = 0; i < TIMES; i++) {
                client.write(RawClient.frame(RawClient.BINARY, "b"));
            }
            client.text("hi");
            assertThat(client.readText()).isEqualTo("hi");
        }
        assertThat(byUs).hasSizeLessThanOrEqualTo(1);
        assertThat(byTyrus).isEmpty();
    }

    @Test
    void theHostsFilterIsAskedAndStaysBehind() throws IOException {
        gateway.close();
        List<String> asked = new java.util.concurrent.CopyOnWriteArrayList<>();
        Filter hosts = line -> asked.add(line.getMessage());
        ofEndpoints.setFilter(hosts);
        try {
            start();
            try (RawClient client = open("/bare/text")) {
                client.text("bad");
                await().untilAsserted(() -> assertThat(byUs).hasSize(1));
            }
            gateway.close();
            assertThat(asked).hasSize(1);
            assertThat(ofEndpoints.getFilter()).isSameAs(hosts);
        } finally {
            ofEndpoints.setFilter(null);
        }
    }
}
