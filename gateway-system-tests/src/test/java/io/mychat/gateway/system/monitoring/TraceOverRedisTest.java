package io.mychat.gateway.system.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.spi.trace.TraceQuery;
import io.mychat.gateway.spi.trace.TraceReport;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.TestClient;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One question to one of two gateways at a Redis, and what both have recorded. */
class TraceOverRedisTest {

    private static final String SECRET = "words that nobody else reads";

    @Test
    void aMessageIsFollowedOverTwoNodes() throws IOException {
        try (RedisProcess redis = RedisProcess.start();
                LiveGateway one = node("one", redis);
                LiveGateway two = node("two", redis)) {
            TestClient alice = one.login("alice", "web", "a");
            TestClient bob = two.login("bob", "web", "b");
            await().untilAsserted(() -> assertThat(
                            ask(two, TraceQuery.ofUser("bob")).nodes().answered())
                    .containsExactlyInAnyOrder("one", "two"));

            String message = alice.request(2001, "{\"to_user\":\"bob\",\"content\":\"" + SECRET + "\"}")
                    .text("message_id");
            long seq = bob.next(2003).data().path("inbox_seq").longValue();
            assertThat(bob.request(2004, "{\"inbox_seq\":" + seq + "}").code()).isEqualTo(200);

            for (LiveGateway asked : List.of(one, two)) {
                TraceReport report = ask(asked, TraceQuery.ofMessage(message));
                assertThat(report.events())
                        .extracting(event -> event.what() + " on " + event.node())
                        .contains(
                                "accepted on one",
                                "stored on one",
                                "handed_on on two",
                                "delivered on two",
                                "acknowledged on two");
                assertThat(report.nodes().missing()).isEmpty();
                assertThat(report.toString()).doesNotContain(SECRET);
            }
        }
    }

    private static TraceReport ask(LiveGateway node, TraceQuery query) {
        return node.server().traces().ask(query);
    }

    private static LiveGateway node(String name, RedisProcess redis) throws IOException {
        return LiveGateway.start(builder -> builder.setting("server.node_id", name)
                .setting("server.drain_seconds", 1)
                .setting("redis.host", "127.0.0.1")
                .setting("redis.port", redis.port()));
    }
}
