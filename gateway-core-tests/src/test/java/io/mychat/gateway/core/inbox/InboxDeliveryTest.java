package io.mychat.gateway.core.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.codec.JsonCodec;
import io.mychat.gateway.core.config.ConfigSnapshot;
import io.mychat.gateway.core.config.RouterConfig;
import io.mychat.gateway.core.config.TraceConfig;
import io.mychat.gateway.core.config.reading.ConfigFixture;
import io.mychat.gateway.core.connection.ClientConnection;
import io.mychat.gateway.core.connection.ConnectionManager;
import io.mychat.gateway.core.connection.MultiPlatformAuthManager;
import io.mychat.gateway.core.connection.TestConnections;
import io.mychat.gateway.core.event.NoMessageEvents;
import io.mychat.gateway.core.observe.MessageTraces;
import io.mychat.gateway.core.threads.NoThreadException;
import io.mychat.gateway.core.tracelog.TraceRecorder;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.chat.AppendOutcome;
import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.chat.InboxListener;
import io.mychat.gateway.spi.chat.NewMessage;
import io.mychat.gateway.spi.codec.MessageCodec;
import io.mychat.gateway.spi.event.Tracer;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.spi.transport.Connection;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.StubConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Feeds that find no thread, and feeds of a store that loses something. */
class InboxDeliveryTest {

    private final ManualTime time = new ManualTime();
    private final Json json = new Json(64, 65_536);
    private final MessageCodec codec = new JsonCodec(json);
    private final ForgetfulStore store = new ForgetfulStore(time);
    private final ConfigSnapshot configuration = new ConfigSnapshot(
            ConfigFixture.defaults().gateway(),
            ConfigFixture.defaults().platforms(),
            RouterConfig.defaults(),
            List.of());
    private final MultiPlatformAuthManager platforms = new MultiPlatformAuthManager(() -> configuration);
    private final ConnectionManager connections = TestConnections.manager(time);
    private final InboxDelivery delivery = new InboxDelivery(
            store,
            connections,
            new InboxDelivery.Dependencies(
                    this::execute,
                    time,
                    4,
                    1_000_000,
                    new MessageTraces(Tracer.NONE, 10),
                    new TraceRecorder(() -> new TraceConfig(Duration.ofMinutes(5), 100, 1), time),
                    NoMessageEvents.at(time)));
    private final RecordingConnection web = new RecordingConnection();
    private final RecordingConnection phone = new RecordingConnection();
    private int threadsMissing;
    private int tries;

    private void execute(Runnable task) {
        tries++;
        if (threadsMissing > 0) {
            threadsMissing--;
            throw new NoThreadException("no thread", new OutOfMemoryError("unable to create native thread"));
        }
        task.run();
    }

    @BeforeEach
    void listen() {
        store.listen(delivery);
        login("s1", web, new DeviceKey("web", "w"));
        login("s2", phone, new DeviceKey("android", "p"));
    }

    private void login(String id, Connection connection, DeviceKey device) {
        ClientConnection client = connections.open(id, "192.0.2.1", connection, codec);
        UserInfo bob = new UserInfo("bob", "bob", Set.of());
        Instant end = time.now().plus(Duration.ofDays(1));
        connections.bind(
                client,
                new TokenClaims("t", bob, device, "f", 0, time.now(), end),
                device,
                platforms.terms(device.platform()).orElseThrow());
        delivery.prepare(client, "bob");
        delivery.begin(client, delivery.resumePoint("bob", Optional.empty()));
    }

    private AppendOutcome send(String content) {
        return store.append(new NewMessage(content, "alice", "bob", content, null, "s0", time.now()));
    }

    /** Loses all hints. */
    private static final class Deaf implements InboxListener {

        @Override
        public void onArrived(String userId, String epoch, InboxEntry entry) {}

        @Override
        public void onHintsLost() {}
    }

    @Test
    void aMomentWithoutThreadsSilencesNoSession() {
        store.listen(new Deaf());
        assertThat(send("m1")).isInstanceOf(AppendOutcome.Stored.class);
        store.listen(delivery);
        threadsMissing = 1;

        delivery.mayHaveArrived("bob");
        assertThat(web.heard() + phone.heard()).as("one of the two").isEqualTo(1);
        time.advance(Duration.ofSeconds(1));

        assertThat(web.heard()).isEqualTo(1);
        assertThat(phone.heard()).isEqualTo(1);
        send("m2");
        assertThat(web.heard()).isEqualTo(2);
        assertThat(phone.heard()).isEqualTo(2);
    }

    @Test
    void aFailingFeedRetriesWithGrowingPauses() {
        threadsMissing = Integer.MAX_VALUE;
        delivery.mayHaveArrived("bob");

        assertThat(triesWithin(Duration.ofMillis(1500)))
                .as("100, 200, 400 and 800 ms apart")
                .isEqualTo(2 * 4);
        assertThat(triesWithin(Duration.ofSeconds(10))).as("a second apart").isEqualTo(2 * 10);

        threadsMissing = 0;
        time.advance(Duration.ofSeconds(1));
        threadsMissing = 2;
        delivery.mayHaveArrived("bob");
        assertThat(triesWithin(Duration.ofMillis(100))).as("soon again").isEqualTo(2);
    }

    @Test
    void aStoreThatIsBackIsReadAtOnceHoweverLongItWasAway() {
        threadsMissing = Integer.MAX_VALUE;
        delivery.mayHaveArrived("bob");
        time.advance(Duration.ofMinutes(1));
        threadsMissing = 0;
        int before = tries;

        delivery.onHintsLost();

        assertThat(tries - before).isEqualTo(2);
    }

    private int triesWithin(Duration span) {
        int before = tries;
        time.advance(span);
        return tries - before;
    }

    @Test
    void aSessionThatGetsNothingIsToldOfALossAtOnce() {
        send("m1");
        send("m2");
        store.loseEverything();

        delivery.mayHaveArrived("bob");
        delivery.mayHaveArrived("bob");

        for (RecordingConnection connection : List.of(web, phone)) {
            assertThat(connection.heard(4006))
                    .containsExactly("{\"epoch\":\"" + epoch() + "\",\"from_seq\":1,\"latest_seq\":0,\"gap\":true}");
        }
    }

    @Test
    void theNextMessageAfterALossSaysTheGap() {
        send("m1");
        store.loseEverything();
        delivery.onHintsLost();

        send("m2");
        send("m3");
        delivery.onHintsLost();

        List<String> delivered = web.heard(2003);
        assertThat(delivered).hasSize(3);
        assertThat(delivered.get(0)).doesNotContain("gap");
        assertThat(delivered.get(1))
                .contains("\"content\":\"m2\"", "\"epoch\":\"" + epoch() + "\"", "\"inbox_seq\":1", "\"gap\":true");
        assertThat(delivered.get(2)).contains("\"content\":\"m3\"").doesNotContain("gap");
    }

    @Test
    void whatIsThereAfterALossIsDeliveredWithTheGapAndNeedsNoNotice() {
        send("m1");
        send("m2");
        store.loseEverything();
        send("m1 again");
        send("m3");

        delivery.mayHaveArrived("bob");

        List<String> delivered = web.heard(2003);
        assertThat(web.heard(4006)).isEmpty();
        assertThat(delivered).hasSize(4);
        assertThat(delivered.get(2)).contains("\"content\":\"m1 again\"", "\"gap\":true");
        assertThat(delivered.get(3)).contains("\"content\":\"m3\"").doesNotContain("gap");
    }

    @Test
    void aSessionWhoseOwnMessagesAreAllThatIsLeftIsTold() {
        send("m1");
        store.loseEverything();
        store.append(new NewMessage("own", "bob", "bob", "own", null, "s1", time.now()));

        delivery.mayHaveArrived("bob");

        assertThat(web.heard(4006))
                .containsExactly("{\"epoch\":\"" + epoch() + "\",\"from_seq\":1,\"latest_seq\":1,\"gap\":true}");
        assertThat(phone.heard(4006)).isEmpty();
        assertThat(phone.heard(2003)).last().asString().contains("\"content\":\"own\"", "\"gap\":true");
    }

    @Test
    void anAcknowledgementWithoutEpochMeansTheSentEpoch() {
        send("m1");
        send("m2");
        store.loseEverything();
        send("m3");
        Session session = connections.connectionsOf("bob").get(0).session().orElseThrow();

        assertThat(delivery.acknowledge(session, Optional.empty(), 2)).isTrue();

        assertThat(store.acknowledged("bob", session.device()))
                .as("nothing of the epoch that the client knows nothing of")
                .isZero();
    }

    private String epoch() {
        return store.readInbox("bob", 0, 0).epoch();
    }

    @Test
    void theStoreIsToldOfTheEndOfASession() {
        ClientConnection client = connections.connectionsOf("bob").get(0);

        delivery.ended(client);

        assertThat(store.ended()).containsExactly("bob web");
    }

    @Test
    void aSessionThatEndsWithoutAThreadIsNotTriedAgain() {
        threadsMissing = Integer.MAX_VALUE;
        int timers = time.pendingTimers();
        send("m1");

        connections.connections().forEach(client -> client.close(CloseReason.GOING_AWAY));
        time.advance(Duration.ofSeconds(10));

        assertThat(time.pendingTimers()).isLessThan(timers);
    }

    /** What a client hears. */
    private static final class RecordingConnection extends StubConnection {

        private final List<String> messages = new ArrayList<>();

        int heard() {
            return heard(2003).size();
        }

        /** The data of all messages of this command. */
        List<String> heard(int cmdId) {
            return messages.stream()
                    .map(RecordingConnection::parsed)
                    .filter(message -> message.path("cmd_id").intValue() == cmdId)
                    .map(message -> message.path("data").textValue())
                    .toList();
        }

        private static JsonNode parsed(String message) {
            try {
                return new ObjectMapper().readTree(message);
            } catch (JsonProcessingException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public SendResult send(byte[] utf8) {
            messages.add(new String(utf8, StandardCharsets.UTF_8));
            return SendResult.ACCEPTED;
        }
    }
}
