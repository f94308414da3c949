package io.mychat.gateway.core.trace;

import static io.mychat.gateway.core.trace.TraceFixture.ask;
import static io.mychat.gateway.core.trace.TraceFixture.events;
import static io.mychat.gateway.core.trace.TraceFixture.receive;
import static io.mychat.gateway.core.trace.TraceFixture.send;
import static io.mychat.gateway.core.trace.TraceFixture.steps;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mychat.gateway.core.testing.TestCluster;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One question makes every node record, and its answer has what all of them have recorded. */
class TraceInAClusterTest {

    private final TestCluster cluster = new TestCluster();
    private final TestGateway one = cluster.node("one");
    private final TestGateway two = cluster.node("two");

    @AfterEach
    void stop() {
        cluster.close();
    }

    private static String node(JsonNode answer, String what) {
        return events(answer, what).get(0).path("node").asText();
    }

    @Test
    void theWayOfAMessageOverTwoNodesIsSeenFromEach() {
        Guest alice = one.login("alice", "web", "a");
        Guest bob = two.login("bob", "web", "b");
        ask(two, "user=bob");

        String message = send(alice, "bob").text("message_id");
        receive(bob);

        for (TestGateway asked : List.of(one, two)) {
            JsonNode answer = ask(asked, "message=" + message);
            assertThat(steps(answer)).contains("accepted", "stored", "handed_on", "delivered", "acknowledged");
            assertThat(node(answer, "accepted")).isEqualTo("one");
            assertThat(node(answer, "stored")).isEqualTo("one");
            assertThat(events(answer, "handed_on"))
                    .extracting(event -> event.path("user_id").asText() + " "
                            + event.path("node").asText())
                    .containsExactlyInAnyOrder("alice one", "bob two");
            assertThat(node(answer, "delivered")).isEqualTo("two");
            assertThat(node(answer, "acknowledged")).isEqualTo("two");
            assertThat(answer.path("nodes").toString()).contains("one", "two");
        }
    }

    @Test
    void aKickFromAnotherNodeIsSeenOnBoth() {
        Guest first = one.login("alice", "web", "a");
        ask(one, "user=alice");

        two.login("alice", "web", "b");
        assertThat(first.client().closeCode()).isEqualTo(4410);

        // The client sees its end before the node has noted all of it.
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            JsonNode answer = ask(one, "user=alice");
            assertThat(steps(answer)).contains("kicked", "closed", "logged_in");
            assertThat(node(answer, "kicked")).isEqualTo("two");
            assertThat(node(answer, "closed")).isEqualTo("one");
            assertThat(node(answer, "logged_in")).isEqualTo("two");
        });
    }

    @Test
    void aNodeThatDoesNotAnswerIsNamed() {
        TestGateway impatient =
                cluster.node("three", builder -> builder.setting("processing.cluster_reply_timeout_ms", 100));
        cluster.hub().deafen("two");

        await().untilAsserted(() -> {
            JsonNode answer = ask(impatient, "user=alice");
            assertThat(answer.path("missing_nodes").toString()).isEqualTo("[\"two\"]");
            assertThat(answer.path("nodes").toString()).isEqualTo("[\"three\",\"one\"]");
        });
    }

    @Test
    void whatNoReleaseKnowsIsIgnored() {
        deliver("{\"v\":1,\"type\":\"trace\",\"id\":1,\"kind\":\"group\",\"subject\":\"g\",\"millis\":1000}");
        deliver("{\"v\":1,\"type\":\"trace\",\"id\":2,\"kind\":\"user\",\"subject\":\"\",\"millis\":1000}");
        deliver("{\"v\":1,\"type\":\"trace\",\"id\":3,\"kind\":\"user\",\"subject\":\"a\",\"millis\":99999999999}");
        deliver("{\"v\":1,\"type\":\"traced\",\"id\":4,\"events\":[{\"at\":1,\"new\":true}],\"left_out\":0}");
        assertThat(subjects(one)).isEqualTo("0");

        deliver(
                "{\"v\":2,\"type\":\"trace\",\"id\":5,\"kind\":\"user\",\"subject\":\"a\",\"millis\":1000,\"more\":{}}");

        await().untilAsserted(() -> assertThat(subjects(one)).isEqualTo("1"));
    }

    private void deliver(String message) {
        cluster.hub().deliver("two", "one", message.getBytes(StandardCharsets.UTF_8));
    }

    private static String subjects(TestGateway gateway) {
        String name = "mychat_trace_subjects ";
        return TraceFixture.text(gateway.http.get("/api/system/metrics", Map.of("Accept", "text/plain")))
                .lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()))
                .findFirst()
                .orElseThrow();
    }
}
