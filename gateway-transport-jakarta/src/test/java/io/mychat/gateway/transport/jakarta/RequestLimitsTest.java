package io.mychat.gateway.transport.jakarta;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.spi.transport.HttpEndpoint;
import io.mychat.gateway.spi.transport.HttpRequest;
import io.mychat.gateway.spi.transport.HttpResponse;
import io.mychat.gateway.spi.transport.HttpSettings;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.transport.RawClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The limits of HTTP requests, in each container. */
final class RequestLimitsTest {

    private static final HttpSettings WANTED = new HttpSettings("127.0.0.1", 0, 1000);
    private static final HttpResponse EMPTY = new HttpResponse(200, Map.of(), new byte[0]);

    private final ManualTime time = new ManualTime();

    private static RawClient ask(SharedContainer container, String head) throws IOException {
        RawClient client = RawClient.connect(container.address());
        client.write(head.replace("\n", "\r\n") + "\r\n\r\n");
        return client;
    }

    /** On Grizzly requests hold threads, whose number and timeouts are its own. */
    @ParameterizedTest
    @EnumSource(value = TestContainer.Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "TYRUS")
    void aBodyThatDoesNotArriveIsGivenUp(TestContainer.Kind kind) throws Exception {
        SharedContainer container = SharedContainer.of(kind);
        try (MountedHttp http = container.mount().http(Transports.SETTINGS, time)) {
            http.start(WANTED, request -> EMPTY);
            try (RawClient client = ask(container, "POST /api/x HTTP/1.1\nHost: h\nContent-Length: 10")) {
                await().until(() -> time.pendingTimers() == 1);
                time.advance(Transports.SETTINGS.requestTimeout());
                assertThat(client.readHead()).startsWith("HTTP/1.1 408 ");
                assertThat(new String(client.rest(), UTF_8)).contains("\"error\":\"body_timeout\"");
            }
            await().until(() -> http.endpoint().orElseThrow().requests() == 0);
        }
    }

    @ParameterizedTest
    @EnumSource(value = TestContainer.Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "TYRUS")
    void aRequestTooManyIs503AndTheOthersAreAnswered(TestContainer.Kind kind) throws Exception {
        SharedContainer container = SharedContainer.of(kind);
        CompletableFuture<HttpResponse> later = new CompletableFuture<>();
        try (MountedHttp http = container.mount().http(Transports.SETTINGS, time)) {
            http.start(WANTED, new HttpEndpoint() {
                @Override
                public HttpResponse handle(HttpRequest request) {
                    return EMPTY;
                }

                @Override
                public CompletionStage<HttpResponse> handleAsync(HttpRequest request) {
                    return later;
                }
            });
            List<RawClient> waiting = new ArrayList<>();
            for (int i = 0; i < Transports.SETTINGS.maxRequests(); i++) {
                waiting.add(ask(container, "GET /api/x HTTP/1.1\nHost: h"));
            }
            await().until(() -> http.endpoint().orElseThrow().requests() == waiting.size());
            try (RawClient oneTooMany = ask(container, "GET /api/x HTTP/1.1\nHost: h")) {
                assertThat(oneTooMany.readHead())
                        .startsWith("HTTP/1.1 503 ")
                        .containsIgnoringCase("Retry-After: 1\r\n");
            }
            later.complete(EMPTY);
            for (RawClient client : waiting) {
                assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
                client.close();
            }
            await().until(() -> http.endpoint().orElseThrow().requests() == 0);
            assertThat(http.endpoint().orElseThrow().refused()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(TestContainer.Kind.class)
    void aMountServesOneGatewayAtATime(TestContainer.Kind kind) throws Exception {
        SharedContainer container = SharedContainer.of(kind);
        try (MountedHttp http = container.mount().http(Transports.SETTINGS, time);
                MountedHttp second = container.mount().http(Transports.SETTINGS, time)) {
            http.start(WANTED, request -> EMPTY);
            assertThatThrownBy(() -> second.start(WANTED, request -> EMPTY))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("each needs its own");
            second.close();
            assertThat(http.isAccepting()).isTrue();
        }
    }
}
