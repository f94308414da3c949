package io.mychat.gateway.transport.nio;

import static io.mychat.gateway.testkit.transport.RawClient.handshake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.spi.transport.ConnectionGate;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.transport.RawClient;
import io.mychat.gateway.testkit.transport.ServerSide;
import io.mychat.gateway.testkit.transport.TransportUnderTest;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The way of a connection through the gate to its first request, and how the gate ends it. */
final class OpeningTest {

    private final NioWebSocketTransport transport = Transports.webSocket(new ManualTime(), null);
    private final List<Registration> registrations = new CopyOnWriteArrayList<>();
    private volatile ConnectionGate.Verdict verdict = ConnectionGate.Verdict.ADMITTED;
    private volatile boolean announces;
    private final TransportUnderTest server;

    OpeningTest() throws IOException {
        transport.guard((arrival, close) -> {
            Registration made = new Registration(verdict, announces, close);
            registrations.add(made);
            return made;
        });
        server = new TransportUnderTest(transport, 1000, 10_000);
    }

    @AfterEach
    void stop() {
        server.close();
        await().untilAsserted(() -> assertThat(registrations)
                .allSatisfy(one -> assertThat(one.events).endsWith("left").containsOnlyOnce("left")));
        assertThat(registrations)
                .allSatisfy(one ->
                        assertThat(one.held).as("bytes that are still reserved").isZero());
    }

    /** What the transport tells the gate of one connection; called on its loop, and once on the thread that accepts. */
    private static final class Registration implements ConnectionGate.Entry {

        private final ConnectionGate.Verdict verdict;
        private final boolean announces;
        private final Runnable close;
        private final List<String> events = new CopyOnWriteArrayList<>();
        private volatile int held;

        Registration(ConnectionGate.Verdict verdict, boolean announces, Runnable close) {
            this.verdict = verdict;
            this.announces = announces;
            this.close = close;
        }

        @Override
        public ConnectionGate.Verdict verdict() {
            return verdict;
        }

        @Override
        public boolean announcesClient() {
            return announces;
        }

        @Override
        public void announced(InetAddress client) {
            events.add("announced " + client.getHostAddress());
        }

        @Override
        public void secured() {
            events.add("secured");
        }

        @Override
        public void reached(ConnectionGate.Stage stage) {
            events.add(stage.name());
        }

        @Override
        public void received() {}

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // one thread at a time
        public boolean reserve(int bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("bytes must be positive");
            }
            held += bytes;
            return true;
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // as above
        public void release(int bytes) {
            held -= bytes;
        }

        @Override
        public void left() {
            if (!events.contains("left")) { // idempotent, as the contract says
                events.add("left");
            }
        }
    }

    private Registration last() {
        await().until(() -> !registrations.isEmpty());
        return registrations.get(registrations.size() - 1);
    }

    @Test
    void aDroppedConnectionEndsUnanswered() throws Exception {
        verdict = ConnectionGate.Verdict.DROPPED;
        try (RawClient client = RawClient.connect(server.address())) {
            assertThat(client.seesEnd()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"ADDRESS_FULL, 429, too_many_connections", "FULL, 503, at_capacity"})
    void aConnectionTooManyIsAnsweredAndClosed(ConnectionGate.Verdict full, int status, String error) throws Exception {
        verdict = full;
        try (RawClient client = RawClient.connect(server.address())) {
            client.write(handshake("/ws"));
            assertThat(client.readHead()).startsWith("HTTP/1.1 " + status + " ").contains("Retry-After: 5\r\n");
            assertThat(new String(client.rest(), java.nio.charset.StandardCharsets.UTF_8))
                    .contains("\"error\":\"" + error + "\"", "\"retry_after_ms\":5000");
        }
        assertThat(transport.refusals()).containsEntry(error, 1L);
    }

    @Test
    void theGateFollowsAConnectionToItsEnd() throws Exception {
        try (RawClient client = server.connect()) {
            ServerSide side = server.nextOpened();
            Registration own = last();
            assertThat(own.events).containsExactly("ANSWERING", "UPGRADED");
            client.text("hello");
            assertThat(client.readText()).isEqualTo("hello");
            assertThat(side.texts()).hasSize(1);
        }
        await().untilAsserted(() -> assertThat(last().events).containsExactly("ANSWERING", "UPGRADED", "left"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GET /ws HTTP/1.1\r\n"})
    void theGateMayEndWhoHasNotAsked(String begun) throws Exception {
        try (RawClient client = RawClient.connect(server.address())) {
            client.write(begun);
            Registration own = last();
            await().until(() -> begun.isEmpty() || own.held == begun.length());
            own.close.run();
            assertThat(client.seesEnd()).isTrue();
        }
    }

    @Test
    void theGateMayEndAnOpenWebSocket() throws Exception {
        try (RawClient client = server.connect()) {
            ServerSide side = server.nextOpened();
            last().close.run();
            assertThat(client.seesEnd()).isTrue();
            await().untilAsserted(() -> assertThat(side.closes()).containsExactly(1006));
        }
    }

    @Test
    void manyMayBeEndedAtAnyMomentAndEachIsToldOnce() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            RawClient client = RawClient.connect(server.address());
            clients.add(client);
            if (i % 3 > 0) {
                client.write(handshake("/ws"));
            }
            if (i % 2 == 0) {
                Registration own = last();
                new Thread(own.close).start();
            }
        }
        for (RawClient client : clients) {
            client.close();
        }
        await().until(() -> registrations.size() == 200);
    }

    @Test
    void theHeaderOfAProxyNamesTheClientHoweverItArrives() throws Exception {
        announces = true;
        try (RawClient client = RawClient.connect(server.address())) {
            for (char one : "PROXY TCP4 192.0.2.7 192.0.2.1 4711 80\r\n".toCharArray()) {
                client.write(String.valueOf(one));
            }
            client.write(handshake("/ws"));
            assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
            ServerSide side = server.nextOpened();
            assertThat(side.connection().peer().getAddress().getHostAddress()).isEqualTo("192.0.2.7");
            assertThat(last().events).startsWith("announced 192.0.2.7");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /ws HTTP/1.1\r\nHost: h\r\n\r\n", "PROXY TCP4 a b c d\r\n", "PROXY TCP4 192.0.2.7"})
    void whoeverLacksTheHeaderOfItsProxyIsClosedInTime(String begun) throws Exception {
        announces = true;
        try (RawClient client = RawClient.connect(server.address())) {
            client.write(begun);
            assertThat(client.seesEnd()).isTrue();
        }
    }

    @Test
    void aPortThatWasLostIsBoundAgainAndItsConnectionsStay() throws Exception {
        try (RawClient client = server.connect()) {
            transport.losePort();
            assertThat(transport.isAccepting()).isFalse();
            assertThat(transport.reopen()).isTrue();
            assertThat(transport.isAccepting()).isTrue();
            try (RawClient other = server.connect()) {
                other.text("new");
                assertThat(other.readText()).isEqualTo("new");
            }
            client.text("old");
            assertThat(client.readText()).isEqualTo("old");
        }
    }
}
