package io.mychat.gateway.transport.undertow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.spi.transport.HttpResponse;
import io.mychat.gateway.spi.transport.HttpSettings;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.transport.RawClient;
import io.mychat.gateway.testkit.transport.ServerSide;
import io.mychat.gateway.testkit.transport.TransportUnderTest;
import io.mychat.gateway.transport.common.TransportSettings;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xnio.XnioExecutor;

/** Threads of XNIO that die, as they do when there is no memory for a moment. */
@Timeout(60)
final class DeadThreadTest {

    private final TransportSettings settings = Transports.settings(null);
    private final SharedWorker workers = new SharedWorker(settings);
    private final UndertowWebSocketTransport webSockets =
            new UndertowWebSocketTransport(settings, workers, new ManualTime());
    private final UndertowHttpTransport http = new UndertowHttpTransport(settings, workers);
    private TransportUnderTest server;
    private InetSocketAddress httpAddress;

    @BeforeEach
    void start() throws Exception {
        server = new TransportUnderTest(webSockets, 10_000, 10_000);
        httpAddress = http.start(
                new HttpSettings("127.0.0.1", 0, 100), request -> new HttpResponse(200, Map.of(), new byte[0]));
    }

    @AfterEach
    void stop() {
        server.close();
        http.close();
    }

    /** Ends a thread of XNIO: it logs the failure of a task, and fails at that. */
    private static void kill(Thread thread) throws InterruptedException {
        ((XnioExecutor) thread).execute(new Runnable() {
            @Override
            public void run() {
                throw new OutOfMemoryError("Java heap space");
            }

            @Override
            public String toString() {
                throw new OutOfMemoryError("Java heap space");
            }
        });
        thread.join(10_000);
        assertThat(thread.isAlive()).isFalse();
    }

    private static boolean accepts(Thread thread) {
        return thread.getName().contains("Accept");
    }

    private void serveAgain() throws Exception {
        assertThat(webSockets.isAccepting()).isFalse();
        assertThat(http.isAccepting()).isFalse();
        assertThat(webSockets.reopen()).isTrue();
        assertThat(http.reopen()).isTrue();
        assertThat(webSockets.isAccepting()).isTrue();
        assertThat(http.isAccepting()).isTrue();
        for (int i = 0; i < 20; i++) { // on all threads
            try (RawClient client = server.connect()) {
                client.text("hello");
                assertThat(client.readText()).isEqualTo("hello");
            }
            assertThat(HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(
                                                    URI.create("http://127.0.0.1:" + httpAddress.getPort() + "/"))
                                            .build(),
                                    BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void anAcceptingThreadIsReplacedAndNobodyWhoIsConnectedNotices() throws Exception {
        try (RawClient old = server.connect()) {
            kill(workers.threads().stream()
                    .filter(DeadThreadTest::accepts)
                    .findFirst()
                    .orElseThrow());

            serveAgain();

            old.text("still here");
            assertThat(old.readText()).isEqualTo("still here");
        }
    }

    @Test
    void anIoThreadIsReplacedAndItsConnectionsEnd() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        List<ServerSide> sides = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            clients.add(server.connect());
            sides.add(server.nextOpened());
        }
        kill(workers.threads().stream()
                .filter(thread -> !accepts(thread))
                .findFirst()
                .orElseThrow());

        serveAgain();

        await().untilAsserted(() -> assertThat(sides)
                .filteredOn(side -> side.closes().equals(List.of(1006)))
                .hasSizeBetween(1, 19));
        for (int i = 0; i < 20; i++) {
            if (sides.get(i).closes().isEmpty()) {
                clients.get(i).text("still here");
                assertThat(clients.get(i).readText()).isEqualTo("still here");
            } else {
                assertThat(clients.get(i).seesEnd()).isTrue();
            }
            clients.get(i).close();
        }
    }
}
