package io.mychat.gateway.core.inbox;

import static io.mychat.gateway.core.testing.TestGateway.PASSWORD;
import static io.mychat.gateway.core.testing.TestGateway.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.chat.InboxListener;
import io.mychat.gateway.spi.chat.InboxPage;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.testkit.TestMessage;
import io.mychat.gateway.testkit.chat.ForwardingMessageStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;

/** A gateway, and what chat tests ask of it. */
abstract class ChatFixture {

    static final String EPOCH_OF_ANOTHER_LIFE = "0";

    TestGateway gateway = TestGateway.start(builder -> builder.setting("processing.max_outbound_bytes", 200_000)
            .setting("security.messages_per_second", 0)
            .setting("security.user_messages_per_second", 0)
            .setting("security.user_bytes_per_second", 0)
            .setting("messages.max_per_inbox", 500)
            .users(id -> id.startsWith("nobody") ? Optional.empty() : Optional.of(user(id))));

    @AfterEach
    void stop() {
        gateway.close();
    }

    static TestMessage send(Guest from, String to, String content) {
        return from.request(2001, "{\"to_user\":\"" + to + "\",\"content\":\"" + content + "\"}");
    }

    static JsonNode history(Guest reader, String chat, String more) {
        TestMessage reply = reader.request(2002, "{\"chat_id\":\"" + chat + "\"" + more + "}");
        assertThat(reply.code()).isEqualTo(200);
        return reply.data();
    }

    static List<String> contents(JsonNode page) {
        return page.path("messages").findValuesAsText("content");
    }

    static List<String> names(int from, int to) {
        return LongStream.rangeClosed(from, to).mapToObj(i -> "m" + i).toList();
    }

    static List<Long> inboxSeqs(Guest reader, int count) {
        List<Long> seqs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            seqs.add(reader.client().next(2003).data().path("inbox_seq").longValue());
        }
        return seqs;
    }

    /** The epoch of a user's inbox, asked for by another connection of the same device, which then stays. */
    String epoch(Guest user) {
        String userId = user.request(3001, "{}").envelope().path("user_id").textValue();
        return gateway.connect()
                .client()
                .login(userId, PASSWORD, "desktop", "e")
                .data()
                .at("/resume/epoch")
                .textValue();
    }

    Guest resume(String user, String epoch, long lastSeq) {
        Guest guest = gateway.connect();
        loginResuming(guest, user, epoch, lastSeq);
        return guest;
    }

    static TestMessage loginResuming(Guest guest, String user, String epoch, long lastSeq) {
        sendLogin(guest, user, epoch, lastSeq);
        TestMessage reply = guest.client().next();
        assertThat(reply.cmdId()).as("the reply comes first").isEqualTo(1001);
        assertThat(reply.code()).isEqualTo(200);
        return reply;
    }

    static void loginWithoutReading(Guest guest, String user, String epoch) {
        sendLogin(guest, user, epoch, 0);
    }

    static void sendLogin(Guest guest, String user, String epoch, long lastSeq) {
        guest.client()
                .sendRaw("{\"cmd_id\":1001,\"platform\":\"web\",\"data\":{\"username\":\"" + user + "\",\"password\":\""
                        + PASSWORD + "\",\"device_id\":\"w\",\"resume\":{\"epoch\":\"" + epoch + "\",\"last_seq\":"
                        + lastSeq + "}}}");
    }

    /** A store whose inboxes cannot be read so many times, for no reason that it knows. */
    static final class FailingStore extends ForwardingMessageStore {

        final AtomicInteger failures = new AtomicInteger();

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
}
