package io.mychat.gateway.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.GatewayListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What listeners throw harms nobody, whatever it is. */
class FailingListenerTest {

    private final List<GatewayEvent> heardByTheNext = new CopyOnWriteArrayList<>();

    static Stream<Throwable> mistakes() {
        return Stream.of(
                new IllegalStateException("a mistake"),
                new AssertionError("a mistake"),
                new NoClassDefFoundError("Missing"),
                new IOException("checked, as Kotlin throws them undeclared"),
                new StackOverflowError(),
                new OutOfMemoryError("of a listener"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void connectionsComeAndGoAllTheSame(Throwable mistake) {
        GatewayListener failing = event -> FailingListenerTest.<RuntimeException>sneak(mistake);
        try (TestGateway gateway =
                TestGateway.start(builder -> builder.listener(failing).listener(heardByTheNext::add))) {
            Guest alice = gateway.login("alice", "web", "w");
            assertThat(alice.request(3001, "{}").code()).isEqualTo(200);

            alice.client().close();

            await().untilAsserted(() -> assertThat(numbers(gateway))
                    .contains("mychat_connections 0", "mychat_connection_places 0", "mychat_inbox_feeds 0"));
            assertThat(heardByTheNext)
                    .hasAtLeastOneElementOfType(GatewayEvent.ConnectionOpened.class)
                    .hasAtLeastOneElementOfType(GatewayEvent.ConnectionClosed.class);
        }
    }

    static List<String> numbers(TestGateway gateway) {
        return new String(
                        gateway.http
                                .get("/api/system/metrics", Map.of("Accept", "text/plain"))
                                .body(),
                        StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> void sneak(Throwable mistake) throws T {
        throw (T) mistake;
    }
}
