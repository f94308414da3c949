package io.mychat.gateway.transport.undertow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.spi.transport.HttpEndpoint;
import io.mychat.gateway.spi.transport.HttpRequest;
import io.mychat.gateway.spi.transport.HttpResponse;
import io.mychat.gateway.spi.transport.HttpSettings;
import io.mychat.gateway.testkit.transport.RawClient;
import io.mychat.gateway.transport.common.TcpSettings;
import io.mychat.gateway.transport.common.TransportSettings;
import io.mychat.gateway.transport.common.deflate.CompressionSettings;
import io.mychat.gateway.transport.common.request.HeadLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UndertowHttpTransportTest {

    private static final int MAX_BODY = 1000;
    private final UndertowHttpTransport transport = Transports.http(null);
    private final BlockingQueue<HttpRequest> requests = new LinkedBlockingQueue<>();
    private final Map<InetSocketAddress, CompletableFuture<HttpResponse>> later = new ConcurrentHashMap<>();
    private volatile HttpEndpoint endpoint =
            request -> new HttpResponse(200, Map.of("Content-Type", "application/json"), "{}".getBytes(UTF_8));
    private InetSocketAddress address;
    private RawClient client;

    UndertowHttpTransportTest() throws IOException {
        address = transport.start(new HttpSettings("127.0.0.1", 0, MAX_BODY), new HttpEndpoint() {
            @Override
            public HttpResponse handle(HttpRequest request) {
                requests.add(request);
                return endpoint.handle(request);
            }

            @Override
            public CompletionStage<HttpResponse> handleAsync(HttpRequest request) {
                return request.path().equals("/later")
                        ? later.computeIfAbsent(request.peer(), peer -> new CompletableFuture<>())
                        : HttpEndpoint.super.handleAsync(request);
            }
        });
        client = RawClient.connect(address);
    }

    @BeforeEach
    void accepts() {
        assertThat(transport.isAccepting()).isTrue();
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        transport.close();
        assertThat(transport.isAccepting()).isFalse();
    }

    private HttpRequest next() throws InterruptedException {
        return java.util.Objects.requireNonNull(requests.poll(10, TimeUnit.SECONDS));
    }

    private String answer(String head, String body) throws IOException {
        client.write(head.replace("\n", "\r\n") + "\r\n\r\n" + body);
        return client.readHead();
    }

    /** Beside the methods of the contract, which a container may keep to itself. */
    @Test
    void traceIsPassedOnAndTheConnectionStays() throws Exception {
        assertThat(answer("TRACE / HTTP/1.1\nHost: h", "")).startsWith("HTTP/1.1 200 ");
        assertThat(next().method()).isEqualTo("TRACE");
        assertThat(client.bytes(2)).isEqualTo("{}".getBytes(UTF_8));
        assertThat(answer("GET /again HTTP/1.1\nHost: h", "")).startsWith("HTTP/1.1 200 ");
        assertThat(next().path()).isEqualTo("/again");
    }

    private static String date(InetSocketAddress server) {
        try (RawClient client = RawClient.connect(server)) {
            client.write("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            return client.readHead()
                    .lines()
                    .filter(line -> line.startsWith("Date: "))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As of two gateways in one JVM, and of one whose I/O thread has died. */
    @Test
    void theDateGoesOnWhenAServerHasEndedThatAnsweredInTheSameSecond() throws IOException {
        UndertowHttpTransport ended = Transports.http(null);
        String then = date(ended.start(
                new HttpSettings("127.0.0.1", 0, MAX_BODY), request -> new HttpResponse(200, Map.of(), new byte[0])));
        ended.close();

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(date(address)).isNotEqualTo(then));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "GET /%zz HTTP/1.1\nHost: h",
                "GET / HTTP/1.1",
                "POST / HTTP/1.1\nHost: h\nContent-Length: -1",
                "POST / HTTP/1.1\nHost: h\nContent-Length: 1\nTransfer-Encoding: chunked"
            })
    void malformedRequestsGetNoTrace(String head) throws Exception {
        client.write(head.replace("\n", "\r\n") + "\r\n\r\n");
        String all = new String(client.rest(), UTF_8);
        assertThat(all).doesNotContain("Exception", "\tat ", "undertow");
        assertThat(all).matches("(?s)|HTTP/1.1 400 .*");
    }

    @Test
    void aBodyThatDoesNotArriveIsGivenUp() throws Exception {
        client.write("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc");
        assertThat(client.seesEnd()).isTrue();
        assertThat(requests).isEmpty();
    }

    @Test
    void aRequestTooManyIs503AndTheOthersAreAnswered() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        endpoint = request -> {
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return new HttpResponse(200, Map.of(), new byte[0]);
        };
        TransportSettings settings = Transports.settings(null);
        int room = settings.workerThreads() + settings.workerQueue();
        List<RawClient> waiting = new ArrayList<>();
        for (int i = 0; i < room; i++) {
            waiting.add(ask());
        }
        await().untilAsserted(() -> assertThat(transport.numbers().admitted()).isEqualTo(room));
        try (RawClient oneTooMany = ask()) {
            assertThat(oneTooMany.readHead()).startsWith("HTTP/1.1 503 ").contains("Retry-After: 1\r\n");
        }
        go.countDown();
        for (RawClient one : waiting) {
            assertThat(one.readHead()).startsWith("HTTP/1.1 200 ");
            one.close();
        }
    }

    @Test
    void whatIsAnsweredLaterHoldsNeitherThreadNorPlace() throws Exception {
        TransportSettings settings = Transports.settings(null);
        int more = settings.workerThreads() + settings.workerQueue() + 1;
        List<RawClient> waiting = new ArrayList<>();
        for (int i = 0; i < more; i++) {
            waiting.add(ask("/later"));
            int asked = i + 1;
            await().until(() -> transport.numbers().pending() == asked);
        }
        await().until(() -> transport.numbers().admitted() == 0);
        assertThat(answer("GET / HTTP/1.1\nHost: h", "")).startsWith("HTTP/1.1 200 ");

        later.values().forEach(answer -> answer.complete(new HttpResponse(201, Map.of(), new byte[0])));
        for (RawClient one : waiting) {
            assertThat(one.readHead()).startsWith("HTTP/1.1 201 ");
            one.close();
        }
        await().until(() -> transport.numbers().pending() == 0);
    }

    private RawClient ask() throws IOException {
        return ask("/");
    }

    private RawClient ask(String path) throws IOException {
        RawClient one = RawClient.connect(address);
        one.write("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n");
        return one;
    }

    @Test
    void closingLetsARunningRequestEnd() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        TransportSettings patient = new TransportSettings(
                1,
                1,
                1,
                new HeadLimits(16_384, 100),
                Duration.ofSeconds(10),
                new TransportSettings.Newcomers(32, 2),
                TcpSettings.DEFAULTS,
                CompressionSettings.OFF,
                Duration.ofSeconds(10),
                null);
        UndertowHttpTransport stopped = new UndertowHttpTransport(patient, new SharedWorker(patient));
        InetSocketAddress at = stopped.start(new HttpSettings("127.0.0.1", 0, MAX_BODY), request -> {
            running.countDown();
            try {
                mayEnd.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return new HttpResponse(200, Map.of(), new byte[0]);
        });
        try (RawClient asking = RawClient.connect(at)) {
            asking.write("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            running.await();
            Thread closer = new Thread(stopped::close);
            closer.start();
            // It waits for the request, or, if it did not, for threads after it has cut the request off.
            await().until(() -> !stopped.isAccepting() && closer.getState() == Thread.State.TIMED_WAITING);
            mayEnd.countDown();
            assertThat(asking.readHead()).startsWith("HTTP/1.1 200 ");
            closer.join();
        }
    }

    @Test
    void anotherPortHasALifeOfItsOwn() throws Exception {
        UndertowHttpTransport other =
                (UndertowHttpTransport) transport.another().orElseThrow();
        InetSocketAddress there = other.start(
                new HttpSettings("127.0.0.1", 0, MAX_BODY), request -> new HttpResponse(204, Map.of(), new byte[0]));
        try (RawClient asking = RawClient.connect(there)) {
            asking.write("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(asking.readHead()).startsWith("HTTP/1.1 204 ");
            assertThat(answer("GET / HTTP/1.1\nHost: h", "")).startsWith("HTTP/1.1 200 ");
        }
        other.losePort();
        assertThat(other.isAccepting()).isFalse();
        assertThat(transport.isAccepting()).isTrue();

        assertThat(other.reopen()).isTrue();
        try (RawClient asking = RawClient.connect(there)) {
            asking.write("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(asking.readHead()).startsWith("HTTP/1.1 204 ");
        }
        other.close();

        assertThat(other.isAccepting()).isFalse();
        try (RawClient asking = ask()) {
            assertThat(asking.readHead()).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void theNumbersAreThoseOfAllPorts() throws Exception {
        int ofOne = transport.requestsLimit();
        UndertowHttpTransport other =
                (UndertowHttpTransport) transport.another().orElseThrow();
        CountDownLatch mayEnd = new CountDownLatch(1);
        InetSocketAddress there = other.start(new HttpSettings("127.0.0.1", 0, MAX_BODY), request -> {
            try {
                mayEnd.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return new HttpResponse(204, Map.of(), new byte[0]);
        });
        try (RawClient asking = RawClient.connect(there)) {
            asking.write("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            await().until(() ->
                    transport.numbers().admitted() == 1 && transport.numbers().answering() == 1);
            mayEnd.countDown();
            assertThat(asking.readHead()).startsWith("HTTP/1.1 204 ");
        } finally {
            mayEnd.countDown();
            other.close();
        }
        assertThat(transport.requestsLimit()).isEqualTo(2 * ofOne);
    }
}
