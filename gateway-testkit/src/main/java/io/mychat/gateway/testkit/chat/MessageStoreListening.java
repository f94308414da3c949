package io.mychat.gateway.testkit.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.chat.InboxListener;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The part of {@link MessageStoreContract} about the notifications of a store. */
abstract class MessageStoreListening extends MessageStoreReading {

    private final List<Arrival> heard = new CopyOnWriteArrayList<>();

    private record Arrival(String userId, String epoch, InboxEntry entry) {}

    @Test
    void whatEntersAnInboxIsHeardWithItsEpochAndItsPlace() {
        listen();
        for (int i = 1; i <= 3; i++) {
            send("alice", "bob", "m" + i);
        }
        send("alice", "alice", "note");

        Set<Arrival> expected = new HashSet<>();
        for (String user : List.of("alice", "bob")) {
            String epoch = store.readInbox(user, 0, 0).epoch();
            inbox(user).forEach(entry -> expected.add(new Arrival(user, epoch, entry)));
        }
        assertThat(expected).hasSize(7);
        Awaitility.await().untilAsserted(() -> assertThat(heard).containsAll(expected));
        assertThat(Set.copyOf(heard)).isEqualTo(expected);
    }

    @Test
    void aDuplicateIsNotHeardAgain() {
        store.append(message("alice", "bob", "hi", "c1"));
        listen();

        store.append(message("alice", "bob", "hi", "c1"));
        send("alice", "bob", "later");

        Awaitility.await().untilAsserted(() -> assertThat(heard).hasSizeGreaterThanOrEqualTo(2));
        assertThat(heard)
                .extracting(arrival -> arrival.entry().message().content())
                .containsOnly("later");
    }

    @Test
    void aListenerThatFailsHarmsNeitherTheSenderNorTheOtherReceiver() {
        List<String> told = new CopyOnWriteArrayList<>();
        store.listen(new InboxListener() {
            @Override
            public void onArrived(String userId, String epoch, InboxEntry entry) {
                told.add(userId + " " + entry.inboxSeq());
                throw new IllegalStateException("a mistake of the listener");
            }

            @Override
            public void onHintsLost() {
                throw new AssertionError("a mistake of the listener");
            }
        });

        send("alice", "bob", "m1");
        send("alice", "bob", "m2");

        Awaitility.await().untilAsserted(() -> assertThat(told).contains("alice 1", "bob 1", "alice 2", "bob 2"));
        assertThat(inbox("bob")).hasSize(2);
    }

    @Test
    void aLaterListenerTakesOver() {
        List<String> before = new CopyOnWriteArrayList<>();
        store.listen(new InboxListener() {
            @Override
            public void onArrived(String userId, String epoch, InboxEntry entry) {
                before.add(userId);
            }

            @Override
            public void onHintsLost() {
                before.add("hints");
            }
        });
        listen();

        send("alice", "bob", "m1");

        Awaitility.await().untilAsserted(() -> assertThat(heard).hasSize(2));
        assertThat(before).isEmpty();
    }

    private void listen() {
        store.listen(new InboxListener() {
            @Override
            public void onArrived(String userId, String epoch, InboxEntry entry) {
                heard.add(new Arrival(userId, epoch, entry));
            }

            @Override
            public void onHintsLost() {
                // Nothing to do: a missing notification fails the test.
            }
        });
    }
}
