package io.mychat.gateway.system.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.store.InMemoryMessageStore;
import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.chat.InboxListener;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.chat.ForwardingMessageStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The gateway stops while clients send, and the next one takes over its port and its store. */
class StopUnderLoadTest {

    private static final int SENDERS = 6;
    private static final int KNOCKERS = 2;
    private static final int MESSAGES_BEFORE = 40;
    private static final Duration LONGEST_STOP = Duration.ofSeconds(8);

    @Test
    @Timeout(120)
    void aDozenStopsUnderLoadLoseNothingThatWasAnswered() throws Exception {
        rounds(12);
    }

    @Test
    @Tag("proof")
    @Timeout(600)
    void aHundredStopsUnderLoadLoseNothingThatWasAnswered() throws Exception {
        rounds(100);
    }

    private static void rounds(int rounds) throws Exception {
        MessageStore store = new LastingStore();
        ExecutorService threads = Executors.newFixedThreadPool(SENDERS + KNOCKERS);
        try {
            int webSocketPort = 0;
            int httpPort = 0;
            for (int round = 0; round < rounds; round++) {
                int port = webSocketPort;
                int http = httpPort;
                try (LiveGateway gateway = LiveGateway.start(builder -> builder.websocketPort(port)
                        .httpPort(http)
                        .setting("server.drain_seconds", 1)
                        .messageStore(store))) {
                    webSocketPort = gateway.webSocketAddress().getPort();
                    httpPort = gateway.server().httpAddress().getPort();
                    round(gateway, store, threads, "receiver" + round);
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void round(LiveGateway gateway, MessageStore store, ExecutorService threads, String receiver)
            throws Exception {
        List<Sender> senders = new ArrayList<>();
        List<Future<Sender>> running = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            Sender sender = new Sender(gateway.webSocketAddress(), "sender" + i, receiver);
            senders.add(sender);
            running.add(threads.submit(sender));
        }
        await().pollInterval(Duration.ofMillis(5)).until(() -> {
            for (Future<Sender> sender : running) {
                if (sender.isDone()) {
                    sender.get();
                }
            }
            return senders.stream().allMatch(sender -> sender.stored().size() >= MESSAGES_BEFORE);
        });
        List<Future<?>> knocking = new ArrayList<>();
        for (int i = 0; i < KNOCKERS; i++) {
            knocking.add(threads.submit(new ConnectLoop(gateway.webSocketAddress())));
        }

        long start = System.nanoTime();
        gateway.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST_STOP);

        for (Future<Sender> end : running) {
            Sender sender = end.get(10, TimeUnit.SECONDS);
            assertThat(sender.wasTold()).as("4005 before the end").isTrue();
            assertThat(sender.closeCode()).isEqualTo(1001);
            assertThat(sender.otherCodes()).isSubsetOf(503);
        }
        for (Future<?> knocker : knocking) {
            knocker.get(10, TimeUnit.SECONDS);
        }
        List<String> answered =
                senders.stream().flatMap(sender -> sender.stored().stream()).toList();
        assertThat(store.readInbox(receiver, 0, Integer.MAX_VALUE).entries())
                .extracting(entry -> entry.message().messageId())
                .containsAll(answered);
    }

    /** A store that outlives its gateways. The one that was started last hears of its messages. */
    private static final class LastingStore extends ForwardingMessageStore {

        private volatile @Nullable InboxListener current;

        LastingStore() {
            this(new InMemoryMessageStore(new ManualTime()));
        }

        private LastingStore(MessageStore store) {
            super(store);
            store.listen(new InboxListener() {
                @Override
                public void onArrived(String userId, String epoch, InboxEntry entry) {
                    tell(listener -> listener.onArrived(userId, epoch, entry));
                }

                @Override
                public void onHintsLost() {
                    tell(InboxListener::onHintsLost);
                }
            });
        }

        private void tell(Consumer<InboxListener> event) {
            InboxListener listener = current;
            if (listener != null) {
                event.accept(listener);
            }
        }

        @Override
        public void listen(InboxListener listener) {
            current = listener;
        }
    }
}
