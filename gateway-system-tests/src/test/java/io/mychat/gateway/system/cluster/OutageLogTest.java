package io.mychat.gateway.system.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.test.GatewayClients;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.TestClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What an outage of Redis puts into the log: lines for an operator, and neither a stack trace nor a line for each session. */
class OutageLogTest {

    private static final int SESSIONS = 40;

    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final List<String> traces = new CopyOnWriteArrayList<>();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
                String line = event.getLoggerName() + ": " + event.getFormattedMessage();
                lines.add(line);
                if (event.getThrowableProxy() != null) {
                    traces.add(line + " " + event.getThrowableProxy().getMessage());
                }
            }
        }
    };

    @AfterEach
    void stopListening() {
        root.detachAppender(appender);
    }

    @Test
    void anOutageIsSaidInAFewLinesWithoutATrace() throws Exception {
        try (RedisProcess redis = RedisProcess.start()) {
            LiveGateway gateway = ClusterGateway.start(
                    "one",
                    Map.of(
                            "redis.host",
                            "127.0.0.1",
                            "redis.port",
                            redis.port(),
                            "redis.deadline_ms",
                            500,
                            "redis.refresh_seconds",
                            1));
            GatewayClients node = gateway.clients();
            List<TestClient> clients = new ArrayList<>();
            for (int i = 0; i < SESSIONS; i++) {
                clients.add(node.login("user" + i, "web", "d"));
            }
            String token = node.httpLogin("root", "r").text("token");
            appender.start();
            root.addAppender(appender);

            redis.kill();
            for (TestClient client : clients.subList(0, SESSIONS / 2)) {
                client.send(2001, "{\"to_user\":\"user0\",\"content\":\"x\"}");
                client.send(ClusterGateway.SENSITIVE, "{}");
                client.send(2002, "{\"chat_id\":\"dm:user0:user1\"}");
                client.send(2004, "{\"inbox_seq\":1}");
                client.send(1003, "{}");
            }
            for (String path : List.of("/api/auth/verify", "/api/connections/stats", "/api/connections/online")) {
                assertThat(node.http().withToken(token).get(path).status()).isIn(200, 503);
            }
            for (String path : List.of("/api/auth/login", "/api/auth/refresh", "/api/connections/kick")) {
                assertThat(node.http().withToken(token).post(path, "{}").status())
                        .isIn(400, 503);
            }
            assertThat(gateway.server().sessions().pushToUser("user30", "{}")).isEqualTo(1);
            await().until(() ->
                    clients.get(0).request(ClusterGateway.NORMAL, "{}").code() == 200);
            clients.forEach(TestClient::close);
            await().until(() -> lines.stream().anyMatch(line -> line.contains("removed there when it answers again")));
            gateway.close();

            assertThat(traces).isEmpty();
            assertThat(lines).hasSizeLessThan(15);
        }
    }
}
