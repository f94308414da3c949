package io.mychat.gateway.system.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.spi.ban.Ban;
import io.mychat.gateway.spi.ban.BanRequest;
import io.mychat.gateway.spi.ban.BanTarget;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.TestClient;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Bans of two gateways at one Redis. They do not compare during the test, so a ban is in effect because it was told. */
class BansInAClusterTest {

    @Test
    void aBanIsToldToANodeThatHasJustStarted() throws IOException {
        try (RedisProcess redis = RedisProcess.start();
                LiveGateway one = node("one", redis);
                LiveGateway two = node("two", redis)) {
            Ban bob = one.server().bans().add(BanRequest.of(new BanTarget.User("bob"), "spam"));
            await().untilAsserted(() -> assertThat(two.server().bans().list()).containsExactly(bob));

            TestClient alice = two.login("alice", "web", "w");
            Ban ban = one.server().bans().add(BanRequest.of(new BanTarget.User("alice"), "spam"));

            assertThat(alice.next(4003).text("reason")).isEqualTo("banned");
            assertThat(alice.closeCode()).isEqualTo(4410);
            assertThat(error(two)).isEqualTo("banned");
            assertThat(two.server().bans().lift(ban.id())).isTrue();
            await().untilAsserted(() -> assertThat(one.server().bans().list()).containsExactly(bob));
            assertThat(error(one)).isEmpty();
        }
    }

    private static LiveGateway node(String name, RedisProcess redis) throws IOException {
        return LiveGateway.start(builder -> builder.setting("server.node_id", name)
                .setting("server.drain_seconds", 1)
                .setting("security.ban_compare_ms", 60_000)
                .setting("redis.host", "127.0.0.1")
                .setting("redis.port", redis.port()));
    }

    private static String error(LiveGateway node) {
        try (TestClient client = node.connect()) {
            return client.login("alice", LiveGateway.PASSWORD, "ios", "i").error();
        }
    }
}
