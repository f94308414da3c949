package io.mychat.gateway.transport.undertow.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.spi.transport.BufferBudget;
import io.mychat.gateway.spi.transport.HttpResponse;
import io.mychat.gateway.testkit.transport.RawClient;
import io.undertow.Undertow;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of requests for which the worker has no thread. */
final class EndpointHandlerTest {

    private static final int ROOM = 2;
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final String POST = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\n";

    private final AtomicInteger refusals = new AtomicInteger();
    private volatile Throwable refusal = new RejectedExecutionException("a test's worker");
    private final EndpointHandler handler = new EndpointHandler(
            request -> new HttpResponse(200, Map.of(), new byte[0]),
            100,
            ROOM,
            Duration.ofSeconds(5),
            BufferBudget.UNLIMITED);
    private final Undertow server = Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setIoThreads(1)
            .setWorkerThreads(1)
            .setHandler(exchange -> {
                exchange.setDispatchExecutor(task -> {
                    if (refusals.getAndDecrement() > 0) {
                        EndpointHandlerTest.<RuntimeException>fail(refusal);
                    }
                    exchange.getConnection().getWorker().execute(task);
                });
                handler.handleRequest(exchange);
            })
            .build();

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> void fail(Throwable thrown) throws T {
        throw (T) thrown;
    }

    private String answer(String... parts) throws IOException {
        InetSocketAddress address =
                (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
        try (RawClient client = RawClient.connect(address)) {
            for (String part : parts) {
                client.write(part);
            }
            return client.readHead();
        }
    }

    private void isOverSoon() throws IOException {
        refusals.set(2 * ROOM);
        for (int i = 0; i < ROOM; i++) {
            assertThat(answer(GET)).startsWith("HTTP/1.1 503 ").contains("Retry-After: 1\r\n");
            assertThat(answer(POST, "abc")).startsWith("HTTP/1.1 503 ").contains("Retry-After: 1\r\n");
        }
        assertThat(handler.refused()).isEqualTo(2 * ROOM);
        await().until(() -> handler.requests() == 0);
        assertThat(answer(GET)).startsWith("HTTP/1.1 200 ");
        assertThat(answer(POST, "abc")).startsWith("HTTP/1.1 200 ");
        await().until(() -> handler.requests() == 0);
    }

    @Test
    void aRefusedTaskTakesNoRoom() throws Exception {
        isOverSoon();
    }

    @Test
    void anErrorInsteadOfAThreadTakesNoRoom() throws Exception {
        refusal = new OutOfMemoryError("unable to create native thread, says a test");
        isOverSoon();
    }

    @Test
    void anAnswerThatCannotBeSentIsA500AndTakesNoRoom() throws Exception {
        EndpointHandler odd = new EndpointHandler(
                request -> new HttpResponse(200, Map.of("\u20ac", "x"), "{}".getBytes(UTF_8)),
                100,
                ROOM,
                Duration.ofSeconds(5),
                BufferBudget.UNLIMITED);
        Undertow other = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setIoThreads(1)
                .setWorkerThreads(1)
                .setHandler(odd)
                .build();
        other.start();
        try (RawClient client = RawClient.connect(
                (InetSocketAddress) other.getListenerInfo().get(0).getAddress())) {
            client.write(GET);
            assertThat(client.readHead()).startsWith("HTTP/1.1 500 ");
            await().until(() -> odd.requests() == 0);
        } finally {
            other.stop();
        }
    }
}
