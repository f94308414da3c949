package io.mychat.gateway.testkit.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.spi.transport.HttpAdmission;
import io.mychat.gateway.spi.transport.HttpEndpoint;
import io.mychat.gateway.spi.transport.HttpRequest;
import io.mychat.gateway.spi.transport.HttpResponse;
import io.mychat.gateway.spi.transport.HttpSettings;
import io.mychat.gateway.spi.transport.HttpStream;
import io.mychat.gateway.spi.transport.HttpStreamListener;
import io.mychat.gateway.spi.transport.HttpTransport;
import io.mychat.gateway.spi.transport.TransportCapability;
import io.mychat.gateway.testkit.ContractRules;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestEventStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The contract of responses that an {@link HttpTransport} sends piece by piece, with a client on a socket. A transport
 * without {@link TransportCapability#HTTP_STREAMING} has to refuse them.
 *
 * @since 0.1.0
 */
@ExtendWith(ContractRules.class)
public abstract class HttpStreamContract {

    private static final int PIECE = 65_536;
    private static final int MOST_IN_BUFFERS = 64 << 20;

    private final Listener listener = new Listener();
    private HttpTransport transport;
    private InetSocketAddress address;

    /** Called by JUnit. */
    @SuppressWarnings("NullAway.Init") // before each test
    protected HttpStreamContract() {}

    /** Creates a transport that is not started and serves the paths below {@code /api/}; closed by the suite. */
    protected abstract HttpTransport transport();

    @BeforeEach
    void start() throws IOException {
        transport = transport();
        address = transport.start(new HttpSettings("127.0.0.1", 0, 1000), new HttpEndpoint() {
            @Override
            public HttpResponse handle(HttpRequest request) {
                return new HttpResponse(200, Map.of(), new byte[0]);
            }

            @Override
            public HttpAdmission admit(HttpRequest head) {
                return new HttpAdmission.Stream(
                        200, Map.of("Content-Type", "text/event-stream", "X-Own", "1"), listener);
            }
        });
    }

    @AfterEach
    void stop() {
        transport.close();
    }

    private boolean streams() {
        return transport.capabilities().contains(TransportCapability.HTTP_STREAMING);
    }

    private void assumeStreams() {
        new Capabilities(transport.capabilities()).assume(TransportCapability.HTTP_STREAMING);
    }

    private TestEventStream open() {
        return TestEventStream.open(address, "/api/events", Map.of());
    }

    private HttpStream opened() throws Exception {
        return listener.opened.get(TestClient.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private void awaitWritten(int pieces) {
        await().pollInterval(Duration.ofMillis(2))
                .untilAsserted(() -> assertThat(listener.written).hasValue(pieces));
    }

    private void awaitClosed() {
        await().pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(listener.closed).hasValue(1));
    }

    @Test
    void aTransportWithoutStreamsRefusesThemAndReportsTheEnd() {
        if (!streams()) {
            try (TestEventStream client = open()) {
                assertThat(client.status()).isEqualTo(501);
                awaitClosed();
                assertThat(listener.opened).isNotDone();
            }
        }
    }

    @Test
    void eachPieceArrivesAtOnce() throws Exception {
        assumeStreams();
        try (TestEventStream client = open()) {
            assertThat(client.head())
                    .startsWith("HTTP/1.1 200 ")
                    .containsIgnoringCase("Content-Type: text/event-stream")
                    .containsIgnoringCase("X-Own: 1")
                    .containsIgnoringCase("Transfer-Encoding: chunked")
                    .doesNotContainIgnoringCase("Content-Length");
            HttpStream stream = opened();
            stream.write("data: one\n\n".getBytes(UTF_8));
            assertThat(client.next().orElseThrow().data()).isEqualTo("one");
            awaitWritten(1);
            stream.write("data: two\n\n".getBytes(UTF_8));
            assertThat(client.next().orElseThrow().data()).isEqualTo("two");
            awaitWritten(2);
            stream.end();
            assertThat(client.next()).isEmpty();
            assertThat(client.isComplete()).isTrue();
            awaitClosed();
        }
    }

    @Test
    void theHeadComesBeforeTheFirstPiece() throws Exception {
        assumeStreams();
        CompletableFuture<TestEventStream> client = CompletableFuture.supplyAsync(this::open);
        HttpStream stream = opened();
        stream.write(": \n\n".getBytes(UTF_8));
        assertThat(client.get(TestClient.PATIENCE.toSeconds(), TimeUnit.SECONDS).seesComment())
                .isTrue();
        client.get().close();
    }

    @Test
    void aPieceBeforeTheLastOneIsTakenIsAMistake() throws Exception {
        assumeStreams();
        try (TestEventStream client = open()) {
            HttpStream stream = opened();
            fill(stream);
            assertThatThrownBy(() -> stream.write(new byte[1])).isInstanceOf(IllegalStateException.class);
            assertThat(client.status()).isEqualTo(200);
        }
    }

    @Test
    void aReaderThatStallsIsNotWrittenTo() throws Exception {
        assumeStreams();
        try (TestEventStream client = open()) {
            HttpStream stream = opened();
            int taken = fill(stream);
            assertThat((long) taken * PIECE).isLessThan(MOST_IN_BUFFERS);
            assertThat(listener.closed).hasValue(0);
            if (transport.capabilities().contains(TransportCapability.ABORT)) {
                stream.abort();
                awaitClosed();
            }
            assertThat(client.status()).isEqualTo(200);
        }
    }

    /** Writes until the client's socket takes no more; returns the pieces that were taken. */
    private int fill(HttpStream stream) {
        int written = 0;
        long stalled;
        do {
            stream.write(new byte[PIECE]);
            int next = written + 1;
            long from = System.nanoTime();
            while (listener.written.get() < next && System.nanoTime() - from < TimeUnit.MILLISECONDS.toNanos(300)) {
                Thread.onSpinWait();
            }
            stalled = System.nanoTime() - from;
            written = listener.written.get();
        } while (stalled < TimeUnit.MILLISECONDS.toNanos(300) && (long) written * PIECE < MOST_IN_BUFFERS);
        return written;
    }

    @Test
    void aClientThatLeavesEndsTheStream() throws Exception {
        assumeStreams();
        TestEventStream client = open();
        HttpStream stream = opened();
        client.close();
        if (!transport.capabilities().contains(TransportCapability.ABORT)) {
            await().pollInterval(Duration.ofMillis(20)).until(() -> {
                if (listener.closed.get() == 0 && listener.isIdle()) {
                    listener.begin(stream, ": \n\n".getBytes(UTF_8));
                }
                return listener.closed.get() == 1;
            });
        }
        awaitClosed();
        stream.end();
        stream.abort();
        assertThat(listener.closed).hasValue(1);
    }

    @Test
    void anAbortedStreamIsNotComplete() throws Exception {
        assumeStreams();
        new Capabilities(transport.capabilities()).assume(TransportCapability.ABORT);
        try (TestEventStream client = open()) {
            opened().abort();
            assertThat(client.next()).isEmpty();
            assertThat(client.isComplete()).isFalse();
            awaitClosed();
        }
    }

    private static final class Listener implements HttpStreamListener {

        final CompletableFuture<HttpStream> opened = new CompletableFuture<>();
        final AtomicInteger begun = new AtomicInteger();
        final AtomicInteger written = new AtomicInteger();
        final AtomicInteger closed = new AtomicInteger();

        @Override
        public void onOpen(HttpStream stream) {
            opened.complete(stream);
        }

        @Override
        public void onWritten() {
            written.incrementAndGet();
        }

        @Override
        public void onClosed() {
            closed.incrementAndGet();
        }

        boolean isIdle() {
            return begun.get() == written.get();
        }

        void begin(HttpStream stream, byte[] piece) {
            begun.incrementAndGet();
            stream.write(piece);
        }
    }
}
