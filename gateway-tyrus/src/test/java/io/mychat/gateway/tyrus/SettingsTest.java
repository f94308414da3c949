package io.mychat.gateway.tyrus;

import static io.mychat.gateway.testkit.transport.RawClient.handshake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.transport.RawClient;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The section {@code host_endpoints}, and what the metrics say of it. */
class SettingsTest {

    private static final String ECHO = "/echo/r";

    private final TyrusEndpoints endpoints =
            TyrusEndpoints.builder().endpoint(Endpoints.Echo.class).build();
    private LiveGateway gateway;
    private HostFigures figures;

    @AfterEach
    void stop() {
        if (gateway != null) {
            gateway.close();
        }
    }

    private void start(UnaryOperator<GatewayBuilder> more) throws IOException {
        gateway = LiveGateway.start(builder -> more.apply(builder.module(endpoints.module())));
        figures = new HostFigures(gateway);
    }

    private RawClient request(String path) throws IOException {
        RawClient client = RawClient.connect(gateway.webSocketAddress());
        client.write(handshake(path));
        return client;
    }

    private RawClient open() throws IOException {
        RawClient client = request(ECHO);
        assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
        return client;
    }

    @Test
    void placesAreBoundedAndTheGatewaysOwnStay() throws IOException {
        start(builder -> builder.setting("host_endpoints.max_connections", 2));
        try (RawClient one = open();
                RawClient two = open();
                RawClient third = request(ECHO)) {
            assertThat(third.readHead()).startsWith("HTTP/1.1 503 ").contains("Retry-After: 5");
            assertThat(figures.refused(Refusal.AT_CAPACITY)).isEqualTo(1);
            assertThat(figures.of("host_sockets")).isEqualTo(2);
            assertThat(figures.of("host_sockets_limit")).isEqualTo(2);
            try (RawClient user = request("/ws")) {
                assertThat(user.readHead()).startsWith("HTTP/1.1 101 ");
            }
        }
        for (int i = 0; i < 3; i++) {
            await().until(() -> {
                try (RawClient next = request(ECHO)) {
                    return next.readHead().startsWith("HTTP/1.1 101 ");
                }
            });
        }
        await().until(() -> {
            try (RawClient nowhere = request("/nowhere")) { // a connection that was refused ends
                return nowhere.readHead().startsWith("HTTP/1.1 404 ");
            }
        });
        await().untilAsserted(() -> assertThat(figures.of("host_sockets")).isZero());
    }

    @Test
    void nothingIsReadFromWhoSendsTooManyFrames() throws IOException {
        start(builder ->
                builder.setting("host_endpoints.frames_per_second", 20).setting("host_endpoints.frame_burst", 10));
        try (RawClient client = open()) {
            long from = System.nanoTime();
            for (int i = 0; i < 40; i++) {
                client.text("m" + i);
            }
            for (int i = 0; i < 40; i++) {
                assertThat(client.readText()).isEqualTo("r:m" + i);
            }
            client.text("last");
            assertThat(client.readText()).isEqualTo("r:last");
            assertThat(System.nanoTime() - from).as("31 above the burst").isGreaterThan(1_400_000_000L);
        }
        assertThat(figures.of("host_read_pauses_total")).isPositive();
    }

    @Test
    void nothingIsReadFromClientsThatTogetherSendTooManyFrames() throws IOException {
        start(builder -> builder.setting("host_endpoints.frames_per_second", 0)
                .setting("host_endpoints.total_frames_per_second", 20)
                .setting("host_endpoints.total_frame_burst", 10));
        long from = System.nanoTime();
        try (RawClient one = open();
                RawClient two = open();
                RawClient three = open();
                RawClient four = open()) {
            List<RawClient> clients = List.of(one, two, three, four);
            for (int round = 0; round < 2; round++) {
                for (RawClient client : clients) {
                    for (int i = 0; i < 5; i++) {
                        client.text("m" + i);
                    }
                }
                for (RawClient client : clients) {
                    for (int i = 0; i < 5; i++) {
                        assertThat(client.readText()).isEqualTo("r:m" + i);
                    }
                }
            }
            for (RawClient client : clients) {
                client.text("last");
                assertThat(client.readText()).isEqualTo("r:last");
            }
            assertThat(System.nanoTime() - from).as("30 above the burst").isGreaterThan(900_000_000L);
        }
        assertThat(figures.of("host_shared_read_pauses_total")).isPositive();
    }

    @Test
    void nothingIsReadFromClientsThatTogetherSendTooManyBytes() throws IOException {
        start(builder -> builder.setting("host_endpoints.max_message_bytes", 100_000)
                .setting("host_endpoints.total_bytes_per_second", 100_000));
        long from = System.nanoTime();
        String block = "x".repeat(50_000);
        try (RawClient one = open();
                RawClient two = open()) {
            for (int i = 0; i < 3; i++) {
                one.text(block);
                two.text(block);
                assertThat(one.readText()).hasSize(50_002);
                assertThat(two.readText()).hasSize(50_002);
            }
            one.text("last");
            assertThat(one.readText()).isEqualTo("r:last");
            assertThat(System.nanoTime() - from)
                    .as("twice as many as in a second above those of one")
                    .isGreaterThan(1_400_000_000L);
        }
        assertThat(figures.of("host_shared_read_pauses_total")).isPositive();
        assertThat(figures.of("host_bytes_limit")).isEqualTo(100_000);
    }

    @Test
    void theMetricsSayWhyConnectionsEnd() throws Exception {
        start(builder -> builder.setting("host_endpoints.max_message_bytes", 1000));
        try (RawClient client = open()) {
            client.write(RawClient.close(1000, ""));
            assertThat(client.readCloseCode()).isEqualTo(1000);
        }
        try (RawClient client = open()) {
            client.text("leave");
            assertThat(client.readCloseCode()).isEqualTo(4001);
            client.write(RawClient.close(4001, ""));
        }
        try (RawClient client = open()) {
            client.text("x".repeat(1001));
            assertThat(client.readCloseCode()).isEqualTo(1009);
        }
        try (RawClient nowhere = request("/nowhere")) {
            assertThat(nowhere.readHead()).startsWith("HTTP/1.1 404 ");
        }
        for (Ending ending : new Ending[] {Ending.CLIENT, Ending.ENDPOINT, Ending.VIOLATION}) {
            await().untilAsserted(() ->
                    assertThat(figures.closed(ending)).as(ending.label()).isEqualTo(1));
        }
        assertThat(figures.refused(Refusal.NOT_FOUND)).isEqualTo(1);
        assertThat(figures.of("host_sockets_opened_total")).isEqualTo(3);
        assertThat(figures.of("host_received_bytes_total")).isGreaterThan(1000);
    }

    @Test
    void aFaultIsNamed() {
        assertThatThrownBy(() -> start(builder -> builder.setting("host_endpoints.threads", -1)))
                .hasMessageContaining("host_endpoints.threads");
        assertThatThrownBy(() -> start(builder -> builder.setting("host_endpoints.nonsense", 1)))
                .hasMessageContaining("host_endpoints.nonsense");
    }

    @Test
    void theHeapDecidesHowManyByDefault() {
        assertThat(EndpointBounds.byHeap(256L << 20)).isEqualTo(2048);
        assertThat(EndpointBounds.byHeap(64L << 30)).isEqualTo(8192);
        assertThat(EndpointBounds.byHeap(1)).isEqualTo(1);
    }

    @Test
    void theProcessorsDecideWhatAllShareByDefault() throws IOException {
        start(builder -> builder);
        assertThat(figures.of("host_frames_limit"))
                .isEqualTo(2000L * Runtime.getRuntime().availableProcessors());
        assertThat(figures.of("host_bytes_limit"))
                .isEqualTo((8L << 20) * Runtime.getRuntime().availableProcessors());
        assertThat(EndpointBounds.Shared.threadsFor(1)).isEqualTo(16);
        assertThat(EndpointBounds.Shared.threadsFor(16)).isEqualTo(128);
        assertThat(EndpointBounds.Shared.bytesFor(1000)).isEqualTo(1 << 30);
    }
}
