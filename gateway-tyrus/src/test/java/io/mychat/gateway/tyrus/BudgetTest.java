package io.mychat.gateway.tyrus;

import static io.mychat.gateway.testkit.transport.RawClient.handshake;
import static io.mychat.gateway.testkit.transport.RawClient.header;
import static io.mychat.gateway.testkit.transport.RawClient.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.transport.RawClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bytes of a host's sockets in the gateway's budget. */
class BudgetTest {

    private static final int TOTAL = 1 << 20;
    private static final int HALF = 60_000;

    private final TyrusEndpoints endpoints = TyrusEndpoints.builder()
            .endpoint(Endpoints.Echo.class)
            .endpoint(Endpoints.Flood.class)
            .build();
    private final List<RawClient> clients = new ArrayList<>();
    private LiveGateway gateway;
    private HostFigures figures;

    @BeforeEach
    void start() throws IOException {
        gateway = LiveGateway.start(builder -> builder.module(endpoints.module())
                .setting("server.max_buffered_bytes", TOTAL)
                .setting("server.close_timeout_seconds", 1)
                .setting("processing.max_outbound_bytes", 400_000)
                .setting("host_endpoints.send_timeout_seconds", 600)
                .setting("host_endpoints.threads", 4));
        figures = new HostFigures(gateway);
    }

    @AfterEach
    void stop() throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
        gateway.close();
    }

    private RawClient open(String path) throws IOException {
        RawClient client = RawClient.connect(gateway.webSocketAddress());
        clients.add(client);
        client.write(handshake(path));
        assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
        return client;
    }

    /** A message without its end. */
    private static byte[] half() {
        return join(header(0x82, 65_000), new byte[HALF]);
    }

    private void usersTalk() {
        try (TestClient alice = gateway.login("alice");
                TestClient bob = gateway.login("bob")) {
            alice.request(2001, "{\"to_user\":\"bob\",\"content\":\"hi\"}").expect(200);
            assertThat(bob.next(2003).text("content")).isEqualTo("hi");
        }
    }

    @Test
    void halfAMessageCountsUntilItIsWholeOrGone() throws IOException {
        RawClient client = open("/echo/r");
        client.write(half());
        await().untilAsserted(
                        () -> assertThat(figures.of("host_buffered_bytes")).isBetween(60_000L, 65_100L));
        assertThat(figures.of("buffered_bytes")).isGreaterThanOrEqualTo(60_000L);

        client.write(new byte[65_000 - HALF]);
        assertThat(client.read().payload()).hasSize(65_000);
        await().untilAsserted(
                        () -> assertThat(figures.of("host_buffered_bytes")).isZero());

        client.write(half());
        await().untilAsserted(
                        () -> assertThat(figures.of("host_buffered_bytes")).isPositive());
        client.close();
        await().untilAsserted(
                        () -> assertThat(figures.of("host_buffered_bytes")).isZero());
        assertThat(figures.of("buffered_bytes")).isZero();
        assertThat(figures.closed(Ending.VANISHED)).isEqualTo(1);
    }

    @Test
    void aFloodOfHalfMessagesEndsHostsConnectionsAndNoUsers() throws IOException {
        try (TestClient carol = gateway.login("carol")) {
            for (int i = 0; i < 40; i++) {
                open("/echo/r").write(half());
            }
            await().untilAsserted(
                            () -> assertThat(figures.closed(Ending.OVERLOAD)).isGreaterThan(15));

            assertThat(figures.of("buffered_bytes")).isLessThanOrEqualTo(TOTAL + TOTAL / 4);
            assertThat(endpoints.connections()).as("the others stay").isPositive();
            usersTalk();
            assertThat(carol.request(3001, "{}").code()).isEqualTo(200);
        }
    }

    @Test
    void whatWaitsForClientsThatDoNotReadCounts() throws IOException {
        for (int i = 0; i < 12; i++) {
            RawClient deaf = open("/flood");
            deaf.text("async");
        }
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(figures.closed(Ending.OVERLOAD) + figures.closed(Ending.SLOW_CONSUMER))
                        .isGreaterThan(5));

        assertThat(figures.of("buffered_bytes")).isLessThan(2L * TOTAL);
        usersTalk();
        await().untilAsserted(
                        () -> assertThat(figures.of("host_sent_bytes_total")).isPositive());
    }
}
