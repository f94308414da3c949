package io.mychat.gateway.core.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mychat.gateway.core.store.InMemoryMessageStore;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.TestMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** 2001, 2002 and 2004: protocol.md 1.3. */
class ChatTest extends ChatFixture {

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
}
