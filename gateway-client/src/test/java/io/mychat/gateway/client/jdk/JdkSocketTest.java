package io.mychat.gateway.client.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.client.port.SocketListener;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the JDK's WebSocket does not tell. */
class JdkSocketTest {

    private static final int CONNECTIONS = 200;
    /** A clock of {@link LostEnd} that is faster than the real one. */
    private static final Executor SOON = CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS);

    /** A client that reads what it gets at once, or that is slow. */
    private static final class Reader implements SocketListener {

        private final CompletableFuture<Void> read = new CompletableFuture<>();
        private final CompletableFuture<String> text = new CompletableFuture<>();
        private final CompletableFuture<Integer> end = new CompletableFuture<>();

        @Override
        public void opened() {
            assertThat(end).isNotDone();
        }

        @Override
        public CompletionStage<?> received(String said) {
            text.complete(said);
            return read;
        }

        @Override
        public void closed(int code) {
            end.complete(code);
        }
    }

    /** With another executor than that of {@link JdkNetwork} some of these connections stand for ever, since nothing is pinged here. */
    @Test
    void theEndBehindATextIsToldAtOnce() throws Exception {
        List<Reader> readers = new ArrayList<>();
        try (AbruptServer server = new AbruptServer(AbruptServer.Manner.ANSWERING);
                JdkNetwork network = new JdkNetwork()) {
            for (int i = 0; i < CONNECTIONS; i++) {
                Reader reader = new Reader();
                reader.read.complete(null);
                readers.add(reader);
                network.open(URI.create(server.url()), "x", 10_000, new JdkSocket(reader, look -> {}))
                        .send("x");
                CompletableFuture.anyOf(reader.text, reader.end).get(20, TimeUnit.SECONDS);
            }
            for (Reader reader : readers) {
                assertThat(reader.end.get(20, TimeUnit.SECONDS)).isEqualTo(1006);
            }
        }
    }

    /** With the JDK's own threads several of these connections would stand for ever without the pings: their end comes behind a text. */
    @Test
    void everyEndIsToldWithAnHttpClientOfTheApplication() throws Exception {
        List<Reader> readers = new ArrayList<>();
        try (AbruptServer server = new AbruptServer(AbruptServer.Manner.HASTY);
                JdkNetwork network = new JdkNetwork(HttpClient.newHttpClient())) {
            for (int i = 0; i < CONNECTIONS; i++) {
                Reader reader = new Reader();
                reader.read.complete(null);
                readers.add(reader);
                network.open(URI.create(server.url()), "x", 10_000, new JdkSocket(reader, SOON));
                CompletableFuture.anyOf(reader.text, reader.end).get(20, TimeUnit.SECONDS); // the JDK may drop the text
            }
            for (Reader reader : readers) {
                assertThat(reader.end.get(20, TimeUnit.SECONDS)).isEqualTo(1006);
            }
        }
    }

    @Test
    void theEndIsToldToAListenerThatWasSlow() throws Exception {
        try (AbruptServer server = new AbruptServer(AbruptServer.Manner.HASTY);
                JdkNetwork network = new JdkNetwork()) {
            Reader reader = new Reader();
            network.open(URI.create(server.url()), "x", 10_000, new JdkSocket(reader, SOON));
            CompletableFuture.anyOf(reader.text, reader.end).get(20, TimeUnit.SECONDS);
            reader.read.complete(null);
            assertThat(reader.end.get(20, TimeUnit.SECONDS)).isEqualTo(1006);
        }
    }
}
