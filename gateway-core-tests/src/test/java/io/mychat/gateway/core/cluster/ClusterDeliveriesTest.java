package io.mychat.gateway.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.testing.TestCluster;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.event.GatewayEvent.MessageUndelivered;
import io.mychat.gateway.spi.event.GatewayListener;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.testkit.TestMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A message is undelivered when no device on any node has taken it. */
class ClusterDeliveriesTest {

    private static final String TO_BOB = "{\"to_user\":\"bob\",\"content\":\"hi\"}";

    private final List<MessageUndelivered> undelivered = new CopyOnWriteArrayList<>();
    private final TestCluster cluster = new TestCluster();
    private TestGateway here;
    private TestGateway there;
    private Guest alice;

    @BeforeEach
    void startTwoNodes() {
        here = cluster.node(
                "n1",
                builder -> builder.listener(GatewayListener.of(MessageUndelivered.class, undelivered::add))
                        .setting("processing.cluster_reply_timeout_ms", 30_000)
                        .setting("messages.undelivered_after_ms", 2000));
        there = cluster.node("n2");
        alice = here.login("alice", "web", "a");
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private void send() {
        assertThat(alice.request(2001, TO_BOB).code()).isEqualTo(200);
    }

    /** Lets the time pass after which a message is undelivered. */
    private void waitForCheck() {
        assertThat(undelivered).isEmpty();
        here.time.advance(Duration.ofSeconds(2));
        await().until(() -> checks() == 0);
    }

    private static long seq(TestMessage delivered) {
        return delivered.data().path("inbox_seq").longValue();
    }

    private double checks() {
        return metric(here, "undelivered_checks");
    }

    private static double feeds(TestGateway node) {
        return metric(node, "inbox_feeds");
    }

    private static double metric(TestGateway node, String name) {
        return node.server.metrics().metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .mapToDouble(Metric::value)
                .sum();
    }

    @Test
    void whatASessionOnAnotherNodeHasGotIsTaken() {
        Guest bob = there.login("bob", "web", "b");
        for (int i = 0; i < 70; i++) {
            send(); // more than one page of the inbox
        }
        for (int i = 0; i < 70; i++) {
            assertThat(bob.client().next(2003).text("content")).isEqualTo("hi");
        }

        waitForCheck();

        assertThat(undelivered).isEmpty();
    }

    @Test
    void whatASessionHadGotCountsAfterItsEndOnAnotherNode() {
        AtomicBoolean isTold = new AtomicBoolean();
        cluster.hub().onDelivered(message -> isTold.compareAndSet(false, message.contains("\"left\"")));
        Guest bob = there.login("bob", "web", "b");
        send();
        assertThat(bob.client().next(2003).text("content")).isEqualTo("hi");
        bob.client().close();
        await().until(() -> there.sessionsOf("bob").isEmpty() && isTold.get());
        send();

        here.time.advance(Duration.ofSeconds(2));
        await().until(() -> checks() == 0);

        assertThat(undelivered)
                .as("only the second message came after the end of the session")
                .singleElement()
                .satisfies(event -> assertThat(event.message().chatSeq()).isEqualTo(2));
    }

    @Test
    void aSessionThatHadGotNothingNewEndsInSilence() {
        List<String> sent = new CopyOnWriteArrayList<>();
        Guest bob = there.login("bob", "web", "b");
        send();
        assertThat(bob.client().next(2003).text("content")).isEqualTo("hi");
        there.time.advance(Duration.ofSeconds(20));
        cluster.hub().onDelivered(sent::add);
        bob.client().close();
        await().until(() -> there.sessionsOf("bob").isEmpty() && feeds(there) == 0);

        assertThat(sent).noneMatch(message -> message.contains("\"left\""));
    }

    @Test
    void aSessionThatCameAfterTheMessageHasNotTakenIt() {
        send();
        Guest bob = there.login("bob", "web", "b");
        assertThat(bob.client().takeAll()).extracting(TestMessage::cmdId).doesNotContain(2003L);

        waitForCheck();

        assertThat(undelivered)
                .singleElement()
                .satisfies(event -> assertThat(event.message().toUser()).isEqualTo("bob"));
    }

    @Test
    void aNodeThatDoesNotAnswerHasNotTakenIt() {
        try (TestCluster other = new TestCluster()) {
            TestGateway asking = other.node(
                    "n1",
                    builder -> builder.listener(GatewayListener.of(MessageUndelivered.class, undelivered::add))
                            .setting("processing.cluster_reply_timeout_ms", 100)
                            .setting("messages.undelivered_after_ms", 2000));
            Guest bob = other.node("n2").login("bob", "web", "b");
            Guest carol = asking.login("carol", "web", "c");
            assertThat(carol.request(2001, TO_BOB).code()).isEqualTo(200);
            assertThat(bob.client().next(2003).text("content")).isEqualTo("hi");
            other.hub().deafen("n2");

            asking.time.advance(Duration.ofSeconds(2));

            await().untilAsserted(() -> assertThat(undelivered).hasSize(1));
        }
    }

    @Test
    void anAcknowledgedMessageIsTakenWithoutAQuestion() {
        Guest bob = there.login("bob", "web", "b");
        send();
        TestMessage got = bob.client().next(2003);
        assertThat(bob.request(2004, "{\"inbox_seq\":" + seq(got) + "}").code()).isEqualTo(200);
        cluster.hub().deafen("n2");

        waitForCheck();

        assertThat(undelivered).isEmpty();
    }

    @Test
    void aClientThatResumesBehindTheMessageHasIt() {
        Guest first = there.login("bob", "web", "b");
        send();
        TestMessage got = first.client().next(2003);
        first.client().close();
        await().until(() -> there.sessionsOf("bob").isEmpty() && feeds(there) == 0);
        there.connect()
                .raw("{\"cmd_id\":1001,\"platform\":\"web\",\"data\":{\"username\":\"bob\",\"password\":\""
                        + TestGateway.PASSWORD + "\",\"device_id\":\"b\",\"resume\":{\"epoch\":\""
                        + got.text("epoch") + "\",\"last_seq\":" + seq(got) + "}}}")
                .expect(200);
        // Its delivery begins behind the reply.
        await().until(() -> feeds(there) == 1);

        waitForCheck();

        assertThat(undelivered).isEmpty();
    }
}
