package io.mychat.gateway.system.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.test.Client;
import io.mychat.gateway.test.GatewaySetup;
import io.mychat.gateway.test.GatewayTest;
import io.mychat.gateway.test.GatewayTest.Clock;
import io.mychat.gateway.test.GatewayTest.Lifetime;
import io.mychat.gateway.test.GatewayTest.Stores;
import io.mychat.gateway.test.LiveCluster;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.TestClient;
import org.junit.jupiter.api.Test;

/** The clusters of gateway-test on the stores of a module: a real Redis. */
@GatewayTest(nodes = 2, stores = Stores.MODULES, clock = Clock.REAL, lifetime = Lifetime.CLASS)
class ModuleStoresTest {

    /** Ends with the JVM: the gateways stop after the last method, and need it to do so at once. */
    private static final RedisProcess REDIS = RedisProcess.start();

    @GatewaySetup
    static void redis(GatewayBuilder builder) {
        builder.setting("redis.host", "127.0.0.1").setting("redis.port", REDIS.port());
    }

    @Test
    void messagesAndPushesReachTheOtherNode(
            LiveCluster cluster, @Client("alice") TestClient alice, @Client(value = "bob", node = 2) TestClient bob) {
        alice.request(2001, "{\"to_user\":\"bob\",\"content\":\"hi\"}").expect(200);

        assertThat(bob.next(2003).text("content")).isEqualTo("hi");
        assertThat(cluster.node(1).server().sessions().pushToUser("bob", "{\"badge\":7}"))
                .isEqualTo(1);
        assertThat(bob.next(4001).data().path("badge").asInt()).isEqualTo(7);
    }

    @Test
    void aLoginOnAnotherNodeTakesTheSeat(LiveCluster cluster, @Client("carol") TestClient first) {
        TestClient second = cluster.node(2).login("carol");

        assertThat(first.closeCode()).isEqualTo(4410);
        second.request(3001, "{}").expect(200);
    }

    @Test
    void nodesComeAndGo(LiveCluster cluster, @Client("dave") TestClient dave) {
        LiveGateway third = cluster.add();
        TestClient erin = third.login("erin");
        dave.request(2001, "{\"to_user\":\"erin\",\"content\":\"hi\"}").expect(200);
        assertThat(erin.next(2003).text("content")).isEqualTo("hi");

        cluster.stop(3);

        assertThat(erin.closeCode()).isEqualTo(1001);
        dave.request(3001, "{}").expect(200);
        assertThatThrownBy(() -> cluster.deafen(2, true)).hasMessageContaining("belongs to a module");
        assertThatThrownBy(cluster::time).hasMessageContaining("real time");
    }
}
