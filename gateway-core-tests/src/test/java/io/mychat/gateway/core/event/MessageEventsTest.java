package io.mychat.gateway.core.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.chat.SendRequest;
import io.mychat.gateway.spi.event.CloseCause;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.GatewayEvent.ConnectionClosed;
import io.mychat.gateway.spi.event.GatewayEvent.MessageAcknowledged;
import io.mychat.gateway.spi.event.GatewayEvent.MessageDelivered;
import io.mychat.gateway.spi.event.GatewayEvent.MessageStored;
import io.mychat.gateway.spi.event.GatewayEvent.MessageUndelivered;
import io.mychat.gateway.spi.event.GatewayListener;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.session.DeviceKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The events of single messages, and why connections have ended. */
class MessageEventsTest {

    private static final String TO_BOB = "{\"to_user\":\"bob\",\"content\":\"hi\",\"client_msg_id\":\"1\"}";

    private final List<GatewayEvent> events = new CopyOnWriteArrayList<>();

    private <E extends GatewayEvent> Stream<E> heard(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast);
    }

    @Test
    void aMessageIsReportedOnItsWholeWay() {
        try (TestGateway gateway = TestGateway.start(builder -> builder.listener(events::add))) {
            Guest alice = gateway.login("alice", "web", "w");
            Guest bob = gateway.login("bob", "web", "b");
            alice.request(2001, TO_BOB);
            alice.request(2001, TO_BOB);
            bob.client().next();
            bob.request(2004, "{\"inbox_seq\":1}");

            assertThat(heard(MessageStored.class))
                    .singleElement()
                    .satisfies(stored -> assertThat(stored.message().content()).isEqualTo("hi"))
                    .satisfies(stored -> assertThat(stored.originSession()).isNotEmpty());
            await().untilAsserted(() -> assertThat(heard(MessageDelivered.class))
                    .singleElement()
                    .satisfies(delivered ->
                            assertThat(delivered.session().device()).isEqualTo(new DeviceKey("web", "b")))
                    .satisfies(delivered -> assertThat(delivered.inboxSeq()).isEqualTo(1)));
            assertThat(heard(MessageAcknowledged.class))
                    .singleElement()
                    .satisfies(done -> assertThat(done.inboxSeq()).isEqualTo(1));
            gateway.advance(Duration.ofSeconds(20));
            assertThat(heard(MessageUndelivered.class)).isEmpty();
            assertThat(metric(gateway, "undelivered_checks")).isZero();
        }
    }

    @Test
    void aMessageThatNoDeviceTakesIsReportedOnce() {
        GatewayListener push = GatewayListener.of(MessageUndelivered.class, events::add);
        try (TestGateway gateway = TestGateway.start(builder -> builder.listener(push)
                .setting("messages.undelivered_after_ms", 2000)
                .setting("messages.max_undelivered_checks", 1))) {
            Guest alice = gateway.login("alice", "web", "w");
            alice.request(2001, TO_BOB);
            assertThat(metric(gateway, "undelivered_checks")).isEqualTo(1);
            gateway.server.chats().send(SendRequest.fromSystem("carol", "not watched: there are too many"));
            gateway.time.advance(Duration.ofMillis(1999));
            assertThat(events).isEmpty();

            gateway.time.advance(Duration.ofMillis(1));

            await().until(() -> !events.isEmpty());
            gateway.advance(Duration.ofSeconds(20));
            assertThat(heard(MessageUndelivered.class))
                    .singleElement()
                    .satisfies(event -> assertThat(event.message().toUser()).isEqualTo("bob"));
            assertThat(metric(gateway, "undelivered_checks")).isZero();
            assertThat(metric(gateway, "undelivered_checks_missed_total")).isEqualTo(1);
        }
    }

    @Test
    void withoutAListenerNothingIsWatched() {
        try (TestGateway gateway = TestGateway.start()) {
            gateway.login("alice", "web", "w").request(2001, TO_BOB);

            assertThat(metric(gateway, "undelivered_checks")).isZero();
        }
    }

    private static double metric(TestGateway gateway, String name) {
        return gateway.server.metrics().metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .mapToDouble(Metric::value)
                .sum();
    }

    private static String login(TestGateway gateway) {
        gateway.login("alice", "web", "w");
        return gateway.sessionsOf("alice").get(0).id();
    }

    private CloseCause causeOf(String id) {
        await().until(() -> heard(ConnectionClosed.class)
                .anyMatch(closed -> closed.sessionId().equals(id)));
        return heard(ConnectionClosed.class)
                .filter(closed -> closed.sessionId().equals(id))
                .findFirst()
                .orElseThrow()
                .cause();
    }

    @Test
    void aClosedConnectionSaysWhy() {
        try (TestGateway gateway = TestGateway.start(
                builder -> builder.listener(events::add).setting("platforms.web.session_timeout", 60))) {
            Guest leaving = gateway.login("alice", "web", "w");
            String left = gateway.sessionsOf("alice").get(0).id();
            leaving.client().close();
            assertThat(causeOf(left)).isEqualTo(CloseCause.CLIENT);

            Guest out = gateway.login("alice", "web", "w");
            String loggedOut = gateway.sessionsOf("alice").get(0).id();
            out.request(1003, "{}");
            assertThat(causeOf(loggedOut)).isEqualTo(CloseCause.LOGOUT);

            String kicked = login(gateway);
            gateway.server.sessions().kick("alice", new DeviceKey("web", "w"));
            assertThat(causeOf(kicked)).isEqualTo(CloseCause.KICKED);

            String replaced = login(gateway);
            String idle = login(gateway);
            assertThat(causeOf(replaced)).isEqualTo(CloseCause.REPLACED);
            gateway.advance(Duration.ofSeconds(70));
            assertThat(causeOf(idle)).isEqualTo(CloseCause.IDLE);
        }
    }

    @Test
    void aListenerIsAskedOnceWhatItTakes() {
        AtomicBoolean isAdded = new AtomicBoolean();
        GatewayListener late = new GatewayListener() {
            @Override
            public void onEvent(GatewayEvent event) {
                events.add(event);
            }

            @Override
            public boolean accepts(Class<? extends GatewayEvent> type) {
                if (isAdded.get()) {
                    throw new IllegalStateException("asked on the way of a message");
                }
                return type == MessageStored.class;
            }
        };
        try (TestGateway gateway = TestGateway.start(builder -> builder.plugin(context -> context.listen(late)))) {
            isAdded.set(true);

            assertThat(gateway.login("alice", "web", "w").request(2001, TO_BOB).code())
                    .isEqualTo(200);

            await().untilAsserted(() -> assertThat(events)
                    .hasOnlyElementsOfType(MessageStored.class)
                    .hasSize(1));
        }
    }

    @Test
    void listenersComeAndGoWhileTheGatewayRuns() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        GatewayListener slow = event -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            events.add(event);
        };
        try (TestGateway gateway = TestGateway.start(builder -> builder.setting("plugins.event_queue_size", 3))) {
            gateway.server.addListener(slow, thread);
            gateway.login("alice", "web", "w");
            gateway.login("bob", "web", "w");
            gateway.login("carol", "web", "w");
            assertThat(events).isEmpty();
            release.countDown();
            // One is taken at once, three wait, and the others are missed.
            await().until(() -> events.size() == 4);

            gateway.server.removeListener(slow);
            gateway.login("dave", "web", "w");
            GatewayListener direct = events::add;
            gateway.server.addListener(direct);
            gateway.login("erin", "web", "w");
            assertThat(heard(GatewayEvent.LoginSucceeded.class))
                    .extracting(login -> login.session().userId())
                    .contains("erin")
                    .doesNotContain("dave");
        } finally {
            thread.shutdownNow();
        }
    }
}
