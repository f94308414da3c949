package io.mychat.gateway.core.processor;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.testkit.TestClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The lines of the log while commands are handled: their ids, and how many there are. */
class CommandLogTest {

    private static final Logger HANDLER = (Logger) LoggerFactory.getLogger("com.example.handler");
    private static final Logger GATEWAY = (Logger) LoggerFactory.getLogger("io.mychat.gateway.core");

    private final Lines lines = new Lines();

    private final TestGateway gateway =
            TestGateway.start(builder -> builder.handler(5001, (message, context) -> logged("on a worker"))
                    .handler(HandlerDefinition.async("later", (message, context) -> {
                                Reply reply = logged("asynchronous");
                                return CompletableFuture.supplyAsync(() -> {
                                    if (message.data().contains("fail")) {
                                        throw new IllegalStateException("broken");
                                    }
                                    return reply;
                                });
                            })
                            .command(5002)
                            .build()));

    private static Reply logged(String text) {
        HANDLER.info(text);
        return Reply.ok("{}");
    }

    /** A line with the MDC that it was logged with. */
    private record Line(Level level, String text, Map<String, String> ids) {}

    private static final class Lines extends AppenderBase<ILoggingEvent> {

        private final List<Line> all = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            all.add(new Line(event.getLevel(), event.getFormattedMessage(), Map.copyOf(event.getMDCPropertyMap())));
        }

        List<Line> with(String text) {
            return all.stream().filter(line -> line.text().contains(text)).toList();
        }
    }

    @BeforeEach
    void listen() {
        lines.start();
        HANDLER.setLevel(Level.INFO);
        HANDLER.addAppender(lines);
        GATEWAY.addAppender(lines);
    }

    @AfterEach
    void stop() {
        HANDLER.detachAppender(lines);
        GATEWAY.detachAppender(lines);
        HANDLER.setLevel(null);
        gateway.close();
    }

    @Test
    void aHandlersLinesHaveTheIdsOfItsCommandOnEveryThread() {
        TestGateway.Guest alice = gateway.login("alice", "web", "a");
        String session = gateway.sessionsOf("alice").get(0).id();

        for (int command : List.of(5001, 5002)) {
            assertThat(alice.client().request(command, "{}").code()).isEqualTo(200);
        }

        assertThat(lines.all.stream().filter(line -> line.level() == Level.INFO))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line.ids())
                        .as(line.text())
                        .containsEntry("session_id", session)
                        .containsKey("request_id"));
        assertThat(lines.all.stream().map(line -> line.ids().get("request_id"))).doesNotHaveDuplicates();
        assertThat(MDC.get("session_id")).isNull();
    }

    @Test
    void aFailureHasTheIdsAndOneLineAMinute() {
        TestClient alice = gateway.login("alice", "web", "a").client();

        for (int i = 0; i < 5; i++) {
            assertThat(alice.request(5002, "{\"how\":\"fail\"}").code()).isEqualTo(500);
        }

        assertThat(lines.with("Handler later failed")).singleElement().satisfies(line -> {
            assertThat(line.level()).isEqualTo(Level.ERROR);
            assertThat(line.ids()).containsKeys("session_id", "request_id");
        });
        gateway.advance(Duration.ofMinutes(1));
        assertThat(alice.request(5002, "{\"how\":\"fail\"}").code()).isEqualTo(500);
        assertThat(lines.with("Handler later failed (5 times since this was last logged)"))
                .hasSize(1);
    }

    @Test
    void aRefusedTokenIsTheSpecificationsLineOnceAMinute() {
        TestClient stranger = gateway.connect().client();

        for (int i = 0; i < 3; i++) {
            assertThat(stranger.verify("no token").code()).isEqualTo(401);
        }

        assertThat(lines.with("Token verification failed")).singleElement().satisfies(line -> {
            assertThat(line.level()).isEqualTo(Level.ERROR);
            assertThat(line.text())
                    .isEqualTo("Token verification failed for session "
                            + line.ids().get("session_id"));
        });
    }
}
