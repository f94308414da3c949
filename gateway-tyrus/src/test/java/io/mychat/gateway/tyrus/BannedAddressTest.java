package io.mychat.gateway.tyrus;

import static io.mychat.gateway.testkit.transport.RawClient.handshake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.spi.ban.BanRequest;
import io.mychat.gateway.spi.ban.BanTarget;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.transport.RawClient;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A ban of an address ends the host's sockets of that address, and no others, on all nodes. */
class BannedAddressTest {

    private static final String EVIL = "192.0.2.7";
    private static final String GOOD = "192.0.2.8";

    private final TyrusEndpoints endpoints = TyrusEndpoints.builder()
            .endpoint(Endpoints.Echo.class)
            .endpoint(Endpoints.Flood.class)
            .build();
    private LiveGateway gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = LiveGateway.start(builder ->
                behindAProxy(builder.module(endpoints.module())).setting("host_endpoints.send_timeout_seconds", 600));
    }

    private static GatewayBuilder behindAProxy(GatewayBuilder builder) {
        return builder.setting("security.client_address", "x-real-ip")
                .setting("security.trusted_proxies", List.of("127.0.0.1"))
                .setting("server.close_timeout_seconds", 1);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private RawClient request(String path, String address) throws IOException {
        return request(gateway, path, address);
    }

    private static RawClient request(LiveGateway node, String path, String address) throws IOException {
        RawClient client = RawClient.connect(node.webSocketAddress());
        client.write(handshake(path, "X-Real-IP: " + address));
        return client;
    }

    private RawClient open(String path, String address) throws IOException {
        return open(gateway, path, address);
    }

    private static RawClient open(LiveGateway node, String path, String address) throws IOException {
        RawClient client = request(node, path, address);
        assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
        return client;
    }

    private void ban() {
        gateway.server().bans().add(BanRequest.of(new BanTarget.Address(EVIL), "flood"));
    }

    @Test
    void itsSocketsCloseWith4403AndTheOthersStay() throws IOException {
        try (RawClient evil = open("/echo/r", EVIL);
                RawClient good = open("/echo/r", GOOD)) {
            evil.text("before");
            assertThat(evil.readText()).isEqualTo("r:before");

            ban();

            assertThat(evil.readCloseCode()).isEqualTo(4403);
            evil.text("after");
            evil.write(RawClient.close(4403, ""));
            assertThat(evil.seesEnd()).isTrue();
            good.text("still");
            assertThat(good.readText()).isEqualTo("r:still");
        }
        try (RawClient again = request("/echo/r", EVIL)) {
            assertThat(again.readHead()).startsWith("HTTP/1.1 403 ");
        }
    }

    @Test
    void oneThatNeverReadsEndsToo() throws IOException {
        try (RawClient deaf = open("/flood", EVIL)) {
            deaf.text("basic");
            assertThat(deaf.readText()).as("it flows").hasSize(50_000);

            ban();

            await().until(() -> endpoints.connections() == 0);
            assertThat(endpoints.slowConsumers()).isZero();
        }
    }

    /** They do not compare bans during the test, so a ban is in effect because it was told. */
    @Test
    void aBanOnAnotherNodeEndsThemHere() throws IOException {
        try (RedisProcess redis = RedisProcess.start();
                LiveGateway here = LiveGateway.start(builder -> atRedis(redis, "here", builder)
                        .module(TyrusEndpoints.builder()
                                .endpoint(Endpoints.Echo.class)
                                .build()
                                .module()));
                LiveGateway there = LiveGateway.start(builder -> atRedis(redis, "there", builder));
                RawClient evil = open(here, "/echo/r", EVIL);
                RawClient good = open(here, "/echo/r", GOOD)) {
            evil.text("before");
            assertThat(evil.readText()).isEqualTo("r:before");

            there.server().bans().add(BanRequest.of(new BanTarget.Address(EVIL), "flood"));

            assertThat(evil.readCloseCode()).isEqualTo(4403);
            good.text("still");
            assertThat(good.readText()).isEqualTo("r:still");
            try (RawClient again = request(here, "/echo/r", EVIL)) {
                assertThat(again.readHead()).startsWith("HTTP/1.1 403 ");
            }
        }
    }

    private static GatewayBuilder atRedis(RedisProcess redis, String name, GatewayBuilder builder) {
        return behindAProxy(builder)
                .setting("server.node_id", name)
                .setting("server.drain_seconds", 1)
                .setting("security.ban_compare_ms", 60_000)
                .setting("redis.host", "127.0.0.1")
                .setting("redis.port", redis.port());
    }
}
