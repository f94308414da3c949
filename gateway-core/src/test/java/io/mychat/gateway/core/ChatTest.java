package io.mychat.gateway.core;

import static io.mychat.gateway.core.TestGateway.PASSWORD;
import static io.mychat.gateway.core.TestGateway.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mychat.gateway.core.TestGateway.Guest;
import io.mychat.gateway.core.chat.InMemoryMessageStore;
import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.chat.InboxListener;
import io.mychat.gateway.spi.chat.InboxPage;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** 2001 to 2004, inbox and resume: protocol.md 1.3 and 1.4. */
class ChatTest {

    private static final String EPOCH_OF_ANOTHER_LIFE = "0";

    private TestGateway gateway = TestGateway.start(builder -> builder.setting("processing.max_outbound_bytes", 200_000)
            .setting("security.messages_per_second", 0)
            .setting("security.user_messages_per_second", 0)
            .setting("security.user_bytes_per_second", 0)
            .setting("messages.max_per_inbox", 500)
            .users(id -> id.startsWith("nobody") ? Optional.empty() : Optional.of(user(id))));

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void aMessageIsSentStoredAndDelivered() {
        Guest alice = gateway.login("alice", "web", "w");
        Guest bob = gateway.login("bob", "web", "w");

        TestMessage sent = send(alice, "bob", "h\u00e9llo \uD83D\uDE00");

        assertThat(sent.code()).isEqualTo(200);
        assertThat(sent.text("chat_id")).isEqualTo("dm:alice:bob");
        assertThat(sent.data().path("chat_seq").intValue()).isEqualTo(1);
        assertThat(sent.text("status")).isEqualTo("sent");
        TestMessage delivered = bob.client().next(2003);
        assertThat(delivered.text("message_id"))
                .isEqualTo(sent.text("message_id"))
                .isNotEmpty();
        assertThat(delivered.text("chat_id")).isEqualTo("dm:alice:bob");
        assertThat(delivered.data().path("chat_seq").intValue()).isEqualTo(1);
        assertThat(delivered.text("from_user")).isEqualTo("alice");
        assertThat(delivered.text("to_user")).isEqualTo("bob");
        assertThat(delivered.text("content")).isEqualTo("h\u00e9llo \uD83D\uDE00");
        assertThat(delivered.text("timestamp")).isEqualTo("2025-01-08T10:30:00.000Z");
        assertThat(delivered.data().path("inbox_seq").intValue()).isEqualTo(1);
        assertThat(delivered.text("epoch")).isNotEmpty();
        assertThat(delivered.envelope().has("code")).isFalse();
        assertThat(delivered.envelope().has("request_id")).isFalse();
    }

    @Test
    void onlyTheSendersOtherDevicesGetTheMessage() {
        Guest alice = gateway.login("alice", "web", "w");
        Guest desktop = gateway.login("alice", "desktop", "d");

        send(alice, "bob", "hi");
        send(alice, "alice", "note to myself");

        assertThat(desktop.client().next(2003).text("content")).isEqualTo("hi");
        TestMessage note = desktop.client().next(2003);
        assertThat(note.text("content")).isEqualTo("note to myself");
        assertThat(note.data().path("inbox_seq").intValue()).isEqualTo(2);
        send(desktop, "bob", "from the desktop");
        assertThat(alice.client().next(2003).text("content")).isEqualTo("from the desktop");
        assertThat(alice.client().takeAll()).isEmpty();
        assertThat(desktop.client().takeAll()).isEmpty();
    }

    @Test
    void theSameClientMsgIdStoresNothingTwiceForADay() {
        Guest alice = gateway.login("alice", "web", "w");
        Guest bob = gateway.login("bob", "web", "w");
        String data = "{\"to_user\":\"bob\",\"content\":\"hi\",\"client_msg_id\":\"c1\"}";

        JsonNode first = alice.request(2001, data).data();
        assertThat(alice.request(2001, data).data()).isEqualTo(first);
        TestMessage reused =
                alice.request(2001, "{\"to_user\":\"bob\",\"content\":\"other\",\"client_msg_id\":\"c1\"}");
        assertThat(reused.code()).isEqualTo(400);
        assertThat(reused.error()).isEqualTo("client_msg_id_reused");
        assertThat(alice.request(2001, data.replace("bob", "carol")).code()).isEqualTo(200);
        assertThat(bob.request(2001, data.replace("bob", "alice")).code()).isEqualTo(200);

        assertThat(bob.client().next(2003).text("content")).isEqualTo("hi");
        assertThat(history(alice, "dm:alice:bob", "").path("messages")).hasSize(2);
        gateway.time.advance(Duration.ofHours(25));
        Guest later = gateway.login("alice", "web", "w");
        assertThat(later.request(2001, data).text("message_id"))
                .isNotEqualTo(first.path("message_id").textValue());
    }

    @Test
    void argumentsAreChecked() {
        Guest alice = gateway.login("alice", "web", "w");

        assertThat(send(alice, "nobody", "hi").code()).isEqualTo(404);
        assertThat(send(alice, "nobody", "hi").error()).isEqualTo("recipient_not_found");
        for (String data : List.of(
                "{}",
                "[]",
                "{\"to_user\":\"bob\"}",
                "{\"content\":\"x\"}",
                "{\"to_user\":7,\"content\":\"x\"}",
                "{\"to_user\":\"bob\",\"content\":\"\"}",
                "{\"to_user\":\"b\\u0000b\",\"content\":\"x\"}",
                "{\"to_user\":\"" + "x".repeat(129) + "\",\"content\":\"x\"}",
                "{\"to_user\":\"bob\",\"content\":\"x\",\"client_msg_id\":5}",
                "{\"to_user\":\"bob\",\"content\":\"x\",\"client_msg_id\":\"\"}",
                "{\"to_user\":\"bob\",\"content\":\"\\ud800\"}")) {
            assertThat(alice.request(2001, data).code()).as(data).isEqualTo(400);
        }
        for (String data : List.of(
                "{}",
                "{\"chat_id\":\"alice\"}",
                "{\"chat_id\":\"dm:bob:alice\"}",
                "{\"chat_id\":\"dm:alice:bob\",\"limit\":0}",
                "{\"chat_id\":\"dm:alice:bob\",\"limit\":\"5\"}",
                "{\"chat_id\":\"dm:alice:bob\",\"before\":5}")) {
            assertThat(alice.request(2002, data).code()).as(data).isEqualTo(400);
        }
        for (String data : List.of("{}", "{\"inbox_seq\":-1}", "{\"inbox_seq\":1}", "{\"inbox_seq\":\"0\"}")) {
            assertThat(alice.request(2004, data).code()).as(data).isEqualTo(400);
        }
        assertThat(alice.request(2003, "{}").code()).isEqualTo(404);
    }

    @Test
    void onlyAMemberReadsAChat() {
        Guest alice = gateway.login("alice", "web", "w");
        send(alice, "bob", "hi");

        TestMessage refused = gateway.login("carol", "web", "w").request(2002, "{\"chat_id\":\"dm:alice:bob\"}");

        assertThat(refused.code()).isEqualTo(403);
        assertThat(refused.error()).isEqualTo("not_a_member");
        Guest trickster = gateway.login("alice:bob", "web", "w");
        assertThat(trickster.request(2002, "{\"chat_id\":\"dm:alice:bob\"}").code())
                .isEqualTo(403);
    }

    @Test
    void historyIsReadInPagesNewestLast() {
        Guest alice = gateway.login("alice", "web", "w");
        for (int i = 1; i <= 230; i++) {
            assertThat(send(alice, "bob", "m" + i).code()).isEqualTo(200);
        }

        assertThat(contents(history(alice, "dm:alice:bob", ""))).containsExactlyElementsOf(names(181, 230));
        JsonNode most = history(alice, "dm:alice:bob", ",\"limit\":1000");
        assertThat(contents(most)).containsExactlyElementsOf(names(31, 230));
        assertThat(most.path("has_more").booleanValue()).isTrue();
        String oldest = most.at("/messages/0/message_id").textValue();
        JsonNode rest = history(alice, "dm:alice:bob", ",\"limit\":200,\"before\":\"" + oldest + "\"");
        assertThat(contents(rest)).containsExactlyElementsOf(names(1, 30));
        assertThat(rest.path("has_more").booleanValue()).isFalse();
        JsonNode page = history(alice, "dm:alice:bob", ",\"limit\":30,\"before\":\"" + oldest + "\"");
        assertThat(page.path("has_more").booleanValue()).isFalse();
        assertThat(history(alice, "dm:alice:zoe", "").path("messages")).isEmpty();
        assertThat(alice.request(2002, "{\"chat_id\":\"dm:alice:bob\",\"before\":\"x\"}")
                        .code())
                .isEqualTo(404);
    }

    @Test
    void aPageOfLongMessagesIsCutToWhatTheReaderCanBeSent() {
        Guest alice = gateway.login("alice", "web", "w");
        for (int i = 10; i < 60; i++) {
            send(alice, "bob", i + "\\\"".repeat(4000));
        }

        List<String> read = new ArrayList<>();
        String before = "";
        JsonNode page;
        do {
            page = history(alice, "dm:alice:bob", before);
            before = ",\"before\":\"" + page.at("/messages/0/message_id").textValue() + "\"";
            read.addAll(0, contents(page));
        } while (page.path("has_more").booleanValue());

        assertThat(read)
                .extracting(content -> Integer.parseInt(content.substring(0, 2)))
                .containsExactlyElementsOf(
                        java.util.stream.IntStream.range(10, 60).boxed().toList());
    }

    @Test
    void anAcknowledgementDeletesNothing() {
        Guest alice = gateway.login("alice", "web", "w");
        send(alice, "bob", "m1");
        Guest bob = gateway.login("bob", "web", "w");

        assertThat(bob.request(2004, "{\"inbox_seq\":1}").code()).isEqualTo(200);

        assertThat(bob.request(2004, "{\"inbox_seq\":2}").code()).isEqualTo(400);
        assertThat(bob.request(2004, "{\"inbox_seq\":1,\"epoch\":7}").code()).isEqualTo(400);
        assertThat(contents(history(bob, "dm:alice:bob", ""))).containsExactly("m1");
        assertThat(inboxSeqs(resume("bob", epoch(bob), 0), 1)).containsExactly(1L);
    }

    @Test
    void anAcknowledgementOfAnEarlierEpochChangesNothing() {
        gateway.close();
        InMemoryMessageStore store = new InMemoryMessageStore(new ManualTime());
        gateway = TestGateway.start(builder -> builder.messageStore(store));
        DeviceKey device = new DeviceKey("web", "w");
        Guest alice = gateway.login("alice", "web", "w");
        Guest bob = gateway.login("bob", "web", "w");
        send(alice, "bob", "m1");
        send(alice, "bob", "m2");
        String epoch = bob.client().next(2003).text("epoch");
        bob.client().next(2003);

        TestMessage earlier = bob.request(2004, "{\"inbox_seq\":17,\"epoch\":\"" + EPOCH_OF_ANOTHER_LIFE + "\"}");
        assertThat(earlier.code()).isEqualTo(200);
        assertThat(earlier.data()).isEmpty();
        assertThat(bob.request(2004, "{\"inbox_seq\":2,\"epoch\":\"" + EPOCH_OF_ANOTHER_LIFE + "\"}")
                        .code())
                .isEqualTo(200);
        assertThat(store.acknowledged("bob", device)).isZero();
        assertThat(bob.request(2004, "{\"inbox_seq\":2,\"epoch\":\"" + epoch + "\"}")
                        .code())
                .isEqualTo(200);
        assertThat(store.acknowledged("bob", device)).isEqualTo(2);
        assertThat(bob.request(2004, "{\"inbox_seq\":3,\"epoch\":\"" + epoch + "\"}")
                        .code())
                .isEqualTo(400);
    }

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

    private static TestMessage send(Guest from, String to, String content) {
        return from.request(2001, "{\"to_user\":\"" + to + "\",\"content\":\"" + content + "\"}");
    }

    private static JsonNode history(Guest reader, String chat, String more) {
        TestMessage reply = reader.request(2002, "{\"chat_id\":\"" + chat + "\"" + more + "}");
        assertThat(reply.code()).isEqualTo(200);
        return reply.data();
    }

    private static List<String> contents(JsonNode page) {
        return page.path("messages").findValuesAsText("content");
    }

    private static List<String> names(int from, int to) {
        return LongStream.rangeClosed(from, to).mapToObj(i -> "m" + i).toList();
    }

    private static List<Long> inboxSeqs(Guest reader, int count) {
        List<Long> seqs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            seqs.add(reader.client().next(2003).data().path("inbox_seq").longValue());
        }
        return seqs;
    }

    /** The epoch of a user's inbox, asked for by another connection of the same device, which then stays. */
    private String epoch(Guest user) {
        String userId = user.request(3001, "{}").envelope().path("user_id").textValue();
        return gateway.connect()
                .client()
                .login(userId, PASSWORD, "desktop", "e")
                .data()
                .at("/resume/epoch")
                .textValue();
    }

    private Guest resume(String user, String epoch, long lastSeq) {
        Guest guest = gateway.connect();
        loginResuming(guest, user, epoch, lastSeq);
        return guest;
    }

    private static TestMessage loginResuming(Guest guest, String user, String epoch, long lastSeq) {
        sendLogin(guest, user, epoch, lastSeq);
        TestMessage reply = guest.client().next();
        assertThat(reply.cmdId()).as("the reply comes first").isEqualTo(1001);
        assertThat(reply.code()).isEqualTo(200);
        return reply;
    }

    private static void loginWithoutReading(Guest guest, String user, String epoch) {
        sendLogin(guest, user, epoch, 0);
    }

    private static void sendLogin(Guest guest, String user, String epoch, long lastSeq) {
        guest.client()
                .sendRaw("{\"cmd_id\":1001,\"platform\":\"web\",\"data\":{\"username\":\"" + user + "\",\"password\":\""
                        + PASSWORD + "\",\"device_id\":\"w\",\"resume\":{\"epoch\":\"" + epoch + "\",\"last_seq\":"
                        + lastSeq + "}}}");
    }

    /** A store whose inboxes cannot be read so many times, for no reason that it knows. */
    private static final class FailingStore extends ForwardingMessageStore {

        private final AtomicInteger failures = new AtomicInteger();

        FailingStore(MessageStore store) {
            super(store);
        }

        /** Hints come without their entries, so that inboxes have to be read. */
        @Override
        public void listen(InboxListener listener) {
            super.listen(new InboxListener() {
                @Override
                public void onArrived(String userId, String epoch, InboxEntry entry) {
                    if (entry.inboxSeq() % 2 == 0) {
                        listener.mayHaveArrived(userId);
                    } else {
                        listener.onHintsLost();
                    }
                }

                @Override
                public void onHintsLost() {
                    listener.onHintsLost();
                }
            });
        }

        @Override
        public InboxPage readInbox(String userId, long afterSeq, int limit) {
            if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new IllegalStateException("a bug of the store");
            }
            return super.readInbox(userId, afterSeq, limit);
        }
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
