package io.mychat.gateway.system.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.spi.ban.BanRequest;
import io.mychat.gateway.spi.ban.BanTarget;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.EventChannel;
import io.mychat.gateway.testkit.TestClient;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions over events on two nodes with one Redis, beside WebSockets of the same users. */
class EventsInAClusterTest {

    private final RedisProcess redis = RedisProcess.start();
    private LiveGateway one;
    private LiveGateway two;

    @BeforeEach
    void start() throws IOException {
        Map<String, ?> settings =
                Map.of("redis.host", "127.0.0.1", "redis.port", redis.port(), "server.events_enabled", true);
        one = ClusterGateway.start("one", settings);
        two = ClusterGateway.start("two", settings);
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
        redis.close();
    }

    private static EventChannel open(LiveGateway node, String token, Map<String, String> more) {
        Map<String, String> headers = new HashMap<>(more);
        headers.put("Authorization", "Bearer " + token);
        return EventChannel.open(node.server().httpAddress(), "/api/events", headers);
    }

    @Test
    void aClientThatIsCutResumesOnTheOtherNodeAndAStreamTakesOverFromASocketThere() {
        String token = one.clients().httpLogin("alice", "a").text("token");
        EventChannel first = open(one, token, Map.of());
        TestClient alice = TestClient.over(first);
        alice.next(1002).expect(200);
        TestClient bob = two.login("bob", "web", "b");
        bob.request(2001, "{\"to_user\":\"alice\",\"content\":\"one\"}").expect(200);
        assertThat(alice.next(2003).text("content")).isEqualTo("one");
        alice.vanish();
        bob.request(2001, "{\"to_user\":\"alice\",\"content\":\"two\"}").expect(200);

        TestClient moved = TestClient.over(open(two, token, Map.of("Last-Event-ID", first.lastEventId())));
        assertThat(moved.next(2003).text("content")).isEqualTo("two");

        TestClient socket = one.connect();
        socket.verify(token).expect(200);
        assertThat(moved.next(4003).text("reason")).isEqualTo("replaced");
        assertThat(moved.closeCode()).isEqualTo(4411);
        TestClient again = TestClient.over(open(two, token, Map.of()));
        again.next(1002).expect(200);
        assertThat(socket.closeCode()).isEqualTo(4411);
        assertThat(one.server().sessions().pushToUser("alice", "{\"n\":1}")).isEqualTo(1);
        assertThat(again.next(4001).data().path("n").asInt()).isEqualTo(1);
        again.close();
        bob.close();
    }

    @Test
    void bansOfTheOtherNodeCloseStreams() {
        String token = one.clients().httpLogin("alice", "a").text("token");
        TestClient alice = TestClient.over(open(one, token, Map.of()));
        alice.next(1002).expect(200);
        String bobs = one.clients().httpLogin("bob", "b").text("token");
        TestClient bob = TestClient.over(open(one, bobs, Map.of()));
        bob.next(1002).expect(200);

        two.server().bans().add(BanRequest.of(new BanTarget.User("alice"), "spam"));

        assertThat(alice.next(4003).text("reason")).isEqualTo("banned");
        assertThat(alice.closeCode()).isEqualTo(4410);
        assertThat(bob.request(3001, "{}").code()).isEqualTo(200);

        two.server()
                .bans()
                .add(BanRequest.of(new BanTarget.Address("127.0.0.1"), "flood").forced());

        assertThat(bob.next(4003).text("reason")).isEqualTo("banned");
        assertThat(bob.closeCode()).isEqualTo(4403);
    }
}
