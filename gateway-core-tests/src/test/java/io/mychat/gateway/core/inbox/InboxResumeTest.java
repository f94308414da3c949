package io.mychat.gateway.core.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.store.InMemoryMessageStore;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Resume and live delivery from the inbox: protocol.md 1.4. */
class InboxResumeTest extends ChatFixture {

    @Test
    void withoutResumeOnlyNewMessagesCome() {
        Guest alice = gateway.login("alice", "web", "w");
        send(alice, "bob", "old");
        Guest bob = gateway.login("bob", "web", "w");

        send(alice, "bob", "new");

        TestMessage delivered = bob.client().next(2003);
        assertThat(delivered.text("content")).isEqualTo("new");
        assertThat(delivered.data().path("inbox_seq").intValue()).isEqualTo(2);
    }

    @Test
    void aReconnectGetsTheMissedMessagesOnceBeforeNewOnes() {
        Guest alice = gateway.login("alice", "web", "w");
        Guest bob = gateway.login("bob", "web", "w");
        send(alice, "bob", "m1");
        TestMessage first = bob.client().next(2003);
        bob.connection().vanish();
        for (int i = 2; i <= 150; i++) {
            send(alice, "bob", "m" + i);
        }

        Guest again = gateway.connect();
        TestMessage login = loginResuming(again, "bob", first.text("epoch"), 1);
        for (int i = 151; i <= 160; i++) {
            send(alice, "bob", "m" + i);
        }

        assertThat(login.data().at("/resume/epoch").textValue()).isEqualTo(first.text("epoch"));
        assertThat(login.data().at("/resume/from_seq").intValue()).isEqualTo(2);
        assertThat(login.data().at("/resume/latest_seq").intValue()).isEqualTo(150);
        assertThat(login.data().at("/resume/gap").booleanValue()).isFalse();
        for (int i = 2; i <= 160; i++) {
            TestMessage delivered = again.client().next();
            assertThat(delivered.cmdId()).isEqualTo(2003);
            assertThat(delivered.data().path("inbox_seq").intValue()).isEqualTo(i);
            assertThat(delivered.text("content")).isEqualTo("m" + i);
        }
        assertThat(again.client().takeAll()).isEmpty();
    }

    @Test
    void anotherEpochIsAGapAndDeliveryBeginsWithTheOldest() {
        Guest alice = gateway.login("alice", "web", "w");
        send(alice, "bob", "m1");
        send(alice, "bob", "m2");
        Guest bob = gateway.connect();

        TestMessage login = loginResuming(bob, "bob", EPOCH_OF_ANOTHER_LIFE, 17);

        assertThat(login.data().at("/resume/gap").booleanValue()).isTrue();
        assertThat(login.data().at("/resume/from_seq").intValue()).isEqualTo(1);
        assertThat(inboxSeqs(bob, 2)).containsExactly(1L, 2L);
    }

    @Test
    void whoHasMoreThanThereIsIsToldOfAGap() {
        Guest alice = gateway.login("alice", "web", "w");
        send(alice, "bob", "m1");
        send(alice, "bob", "m2");
        String epoch = epoch(gateway.login("bob", "web", "w"));
        Guest bob = gateway.connect();

        TestMessage login = loginResuming(bob, "bob", epoch, 3);

        assertThat(login.data().at("/resume/gap").booleanValue()).isTrue();
        assertThat(login.data().at("/resume/from_seq").intValue()).isEqualTo(1);
        assertThat(inboxSeqs(bob, 2)).containsExactly(1L, 2L);
    }

    @Test
    void whatIsBeyondRetentionIsAGap() {
        Guest alice = gateway.login("alice", "web", "w");
        for (int i = 1; i <= 510; i++) {
            send(alice, "bob", "m" + i);
        }
        String epoch = epoch(gateway.login("bob", "web", "w"));
        Guest bob = gateway.connect();

        TestMessage login = loginResuming(bob, "bob", epoch, 3);

        assertThat(login.data().at("/resume/gap").booleanValue()).isTrue();
        assertThat(login.data().at("/resume/from_seq").intValue()).isEqualTo(11);
        assertThat(inboxSeqs(bob, 500))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(11, 510).boxed().toList());
    }

    @Test
    void withConcurrentSendersTheInboxStillCountsUpByOne() {
        Guest bob = gateway.login("bob", "web", "w");
        List<Guest> senders = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            senders.add(gateway.login("sender" + i, "web", "w"));
        }
        for (int m = 0; m < 60; m++) {
            for (Guest sender : senders) {
                sender.client().send(2001, "{\"to_user\":\"bob\",\"content\":\"" + m + "\"}");
            }
        }

        int[] next = new int[5];
        for (int i = 1; i <= 300; i++) {
            TestMessage delivered = bob.client().next(2003);
            assertThat(delivered.data().path("inbox_seq").intValue()).isEqualTo(i);
            int sender = Integer.parseInt(delivered.text("from_user").substring("sender".length()));
            assertThat(delivered.text("content")).isEqualTo(Integer.toString(next[sender]++));
        }
    }

    @Test
    void replayWaitsForASlowReaderAndNeverCutsIt() {
        Guest alice = gateway.login("alice", "web", "w");
        Guest before = gateway.login("bob", "web", "w");
        String epoch = epoch(before);
        for (int i = 1; i <= 100; i++) {
            send(alice, "bob", i + "x".repeat(10_000));
        }
        Guest bob = gateway.connect();
        bob.connection().stopReading();
        loginWithoutReading(bob, "bob", epoch);
        assertThat(before.client().closeCode()).isEqualTo(4411);

        for (int i = 101; i <= 120; i++) {
            send(alice, "bob", i + "x".repeat(10_000));
        }
        gateway.sockets.settle();
        assertThat(bob.connection().isOpen()).isTrue();
        bob.connection().startReading();

        assertThat(bob.client().next().cmdId()).isEqualTo(1001);
        assertThat(inboxSeqs(bob, 120))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 120).boxed().toList());
        assertThat(bob.connection().isOpen()).isTrue();
    }

    @Test
    void aLiveReaderThatDoesNotReadIsCutWith4430AndRecoversByResume() {
        Guest alice = gateway.login("alice", "web", "w");
        Guest bob = gateway.login("bob", "web", "w");
        send(alice, "bob", "m1");
        TestMessage first = bob.client().next(2003);
        bob.connection().stopReading();
        int timers = gateway.time.pendingTimers();
        for (int i = 2; i <= 20; i++) {
            send(alice, "bob", i + "x".repeat(10_000));
        }
        // The delivery has filled its half of the queue and looks for the drain.
        await().until(() -> gateway.time.pendingTimers() > timers);
        for (int i = 21; i <= 40; i++) {
            send(alice, "bob", i + "x".repeat(10_000));
        }
        gateway.sockets.settle();
        bob.connection().startReading();
        assertThat(bob.client().closeCode()).isEqualTo(4430);
        long last = bob.client().takeAll().stream()
                .mapToLong(message -> message.data().path("inbox_seq").longValue())
                .max()
                .orElse(1);

        Guest again = gateway.connect();
        loginResuming(again, "bob", first.text("epoch"), last);

        assertThat(inboxSeqs(again, (int) (40 - last)))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(last + 1, 40).boxed().toList());
    }

    @Test
    void aReplayOvertakenByRetentionReportsTheGap() {
        Guest alice = gateway.login("alice", "web", "w");
        String epoch = epoch(gateway.login("bob", "web", "w"));
        for (int i = 1; i <= 100; i++) {
            send(alice, "bob", i + "x".repeat(10_000));
        }
        Guest bob = gateway.connect();
        bob.connection().stopReading();
        loginWithoutReading(bob, "bob", epoch);
        gateway.sockets.settle();
        for (int i = 101; i <= 700; i++) {
            send(alice, "bob", "m" + i);
        }

        bob.connection().startReading();

        long seq = 0;
        TestMessage delivered = bob.client().next(2003);
        while (!delivered.data().has("gap")) {
            assertThat(delivered.data().path("inbox_seq").longValue()).isEqualTo(++seq);
            delivered = bob.client().next(2003);
        }
        assertThat(seq).isBetween(1L, 100L);
        assertThat(delivered.data().path("gap").booleanValue()).isTrue();
        assertThat(delivered.data().path("inbox_seq").longValue()).isEqualTo(201);
        for (int i = 202; i <= 700; i++) {
            TestMessage next = bob.client().next(2003);
            assertThat(next.data().path("inbox_seq").longValue()).isEqualTo(i);
            assertThat(next.data().has("gap")).isFalse();
        }
        assertThat(bob.connection().isOpen()).isTrue();
    }

    @Test
    void aStoreThatFailsForAMomentDelaysDeliveryAndLosesNothing() {
        gateway.close();
        ManualTime storeTime = new ManualTime();
        FailingStore store = new FailingStore(new InMemoryMessageStore(storeTime));
        gateway = TestGateway.start(builder -> builder.messageStore(store));
        Guest alice = gateway.login("alice", "web", "w");
        Guest bob = gateway.login("bob", "web", "w");
        send(alice, "bob", "m1");
        bob.client().next(2003);
        store.failures.set(1000);

        send(alice, "bob", "m2");
        await().untilAsserted(() -> assertThat(store.failures.get()).isLessThan(1000));
        store.failures.set(0);
        // The timer may be set after the first second has passed: a short look, and then the next second.
        TestClient look = TestClient.over(bob.connection(), Duration.ofMillis(100));
        await().untilAsserted(() -> {
            gateway.time.advance(Duration.ofSeconds(1));
            assertThat(look.next(2003).text("content")).isEqualTo("m2");
        });
        assertThat(send(alice, "bob", "m3").code()).isEqualTo(200);
        assertThat(bob.client().next(2003).text("content")).isEqualTo("m3");
    }

    @Test
    void anAcknowledgementOfWhatWasSentNeedsNoLookAtTheInbox() {
        gateway.close();
        FailingStore store = new FailingStore(new InMemoryMessageStore(new ManualTime()));
        gateway = TestGateway.start(builder -> builder.messageStore(store));
        Guest alice = gateway.login("alice", "web", "w");
        Guest bob = gateway.login("bob", "web", "w");
        send(alice, "bob", "m1");
        send(alice, "bob", "m2");
        // Once the second is on its way, the first is known to be sent.
        assertThat(inboxSeqs(bob, 2)).containsExactly(1L, 2L);
        store.failures.set(1000);

        assertThat(bob.request(2004, "{\"inbox_seq\":1}").code()).isEqualTo(200);
        assertThat(bob.request(2004, "{\"inbox_seq\":3}").code()).isEqualTo(500);
    }

    @Test
    void anInboxThatBeganAnewIsDeliveredFromItsBeginning() {
        gateway.close();
        gateway = TestGateway.start(builder -> builder.setting("messages.max_inboxes", 2));
        Guest alice = gateway.login("alice", "web", "w");
        Guest bob = gateway.login("bob", "web", "w");
        send(alice, "bob", "m1");
        send(alice, "bob", "m2");
        bob.client().next(2003);
        String epoch = bob.client().next(2003).text("epoch");
        send(gateway.login("carol", "web", "w"), "dave", "pushes both inboxes out");

        send(alice, "bob", "m3");

        TestMessage delivered = bob.client().next(2003);
        assertThat(delivered.text("content")).isEqualTo("m3");
        assertThat(delivered.text("epoch")).isNotEqualTo(epoch);
    }
}
