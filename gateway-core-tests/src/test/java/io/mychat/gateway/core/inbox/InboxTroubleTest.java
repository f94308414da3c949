package io.mychat.gateway.core.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.store.InMemoryMessageStore;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.chat.InboxPage;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.TestMessage;
import io.mychat.gateway.testkit.chat.ForwardingMessageStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What a moment of trouble does to the delivery of stored messages: nothing that lasts. */
class InboxTroubleTest {

    /** What a feed reads at once; nobody else asks for so many. */
    private static final int PAGE = 64;

    @Test
    void anErrorWhileAnInboxIsReadDoesNotSilenceTheSession() {
        AtomicBoolean fail = new AtomicBoolean();
        AtomicBoolean failed = new AtomicBoolean();
        try (TestGateway gateway = TestGateway.start(builder ->
                builder.messageStore(new ForwardingMessageStore(new InMemoryMessageStore(new ManualTime())) {
                    @Override
                    public InboxPage readInbox(String userId, long afterSeq, int limit) {
                        if (limit == PAGE && fail.getAndSet(false)) {
                            failed.set(true);
                            throw new OutOfMemoryError("Java heap space");
                        }
                        return super.readInbox(userId, afterSeq, limit);
                    }
                }))) {
            Guest alice = gateway.login("alice", "web", "a");
            alice.request(2001, "{\"to_user\":\"bob\",\"content\":\"missed\"}");
            fail.set(true);
            Guest bob = gateway.connect();
            // Another epoch: everything is read from the store.
            bob.client()
                    .sendRaw("{\"cmd_id\":1001,\"platform\":\"web\",\"data\":{\"username\":\"bob\",\"password\":\""
                            + TestGateway.PASSWORD
                            + "\",\"device_id\":\"b\",\"resume\":{\"epoch\":\"another\",\"last_seq\":0}}}");
            await().untilTrue(failed);
            for (int i = 0; i < 40; i++) {
                alice.request(2001, "{\"to_user\":\"bob\",\"content\":\"m" + i + "\"}");
            }

            List<TestMessage> delivered = new ArrayList<>();
            await().untilAsserted(() -> {
                gateway.time.advance(Duration.ofMillis(200));
                bob.client().takeAll().stream()
                        .filter(message -> message.cmdId() == 2003)
                        .forEach(delivered::add);
                assertThat(delivered).hasSize(41);
            });
        }
    }
}
