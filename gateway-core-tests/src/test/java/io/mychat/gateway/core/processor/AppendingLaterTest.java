package io.mychat.gateway.core.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.core.store.InMemoryMessageStore;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.GatewayPlugin;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.auth.UserDirectory;
import io.mychat.gateway.spi.chat.AppendOutcome;
import io.mychat.gateway.spi.chat.InboxPage;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.chat.NewMessage;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.GatewayEvent.MessageStored;
import io.mychat.gateway.spi.hook.HookOptions;
import io.mychat.gateway.spi.hook.MessageHook;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.chat.ForwardingMessageStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A store that stores messages later: no worker waits for it. */
class AppendingLaterTest {

    private static final String HI = "{\"to_user\":\"bob\",\"content\":\"%s\"}";

    private final Later store = new Later(new InMemoryMessageStore(new ManualTime()));
    private final AtomicReference<Thread> storedOn = new AtomicReference<>();

    /** Stores what it is told to, on the thread that tells it. */
    private static final class Later extends ForwardingMessageStore {

        private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
        private final AtomicInteger atOnce = new AtomicInteger();
        private volatile boolean broken;
        private volatile String begunOn = "";
        private volatile String acknowledgedOn = "";
        private volatile String readOn = "";

        Later(MessageStore store) {
            super(store);
        }

        @Override
        public AppendOutcome append(NewMessage message) {
            atOnce.incrementAndGet();
            return super.append(message);
        }

        @Override
        public CompletionStage<AppendOutcome> appendLater(NewMessage message) {
            begunOn = Thread.currentThread().toString();
            if (broken) {
                broken = false;
                throw new AssertionError("a test's");
            }
            CompletableFuture<AppendOutcome> later = new CompletableFuture<>();
            waiting.add(() -> {
                if (message.content().equals("fail")) {
                    later.completeExceptionally(new StoreUnavailableException("a test's"));
                } else {
                    later.complete(super.append(message));
                }
            });
            return later;
        }

        @Override
        public InboxPage readInbox(String userId, long afterSeq, int limit) {
            readOn = Thread.currentThread().toString();
            return super.readInbox(userId, afterSeq, limit);
        }

        @Override
        public boolean tryAcknowledge(String userId, DeviceKey device, String epoch, long inboxSeq) {
            acknowledge(userId, device, epoch, inboxSeq);
            return true;
        }

        @Override
        public void acknowledge(String userId, DeviceKey device, String epoch, long inboxSeq) {
            acknowledgedOn = Thread.currentThread().toString();
            super.acknowledge(userId, device, epoch, inboxSeq);
        }

        @Override
        public boolean appendsLater() {
            return true;
        }

        void storeNext() {
            await().until(() -> !waiting.isEmpty());
            Objects.requireNonNull(waiting.poll()).run();
        }
    }

    private TestGateway start(UnaryOperator<GatewayBuilder> more) {
        return TestGateway.start(
                builder -> more.apply(builder.messageStore(store).listener(this::note)));
    }

    private void note(GatewayEvent event) {
        if (event instanceof MessageStored) {
            storedOn.set(Thread.currentThread());
        }
    }

    @Test
    void aReplyComesOnTheThreadThatHasStoredTheMessage() {
        try (TestGateway gateway = start(builder -> builder)) {
            Guest alice = gateway.login("alice", "web", "w");
            Guest bob = gateway.login("bob", "web", "b");
            String request = alice.client().send(2001, HI.formatted("hi"));
            store.storeNext();

            assertThat(alice.client().reply(request).code()).isEqualTo(200);
            assertThat(bob.client().next(2003).text("content")).isEqualTo("hi");
            assertThat(storedOn).hasValue(Thread.currentThread());
            assertThat(store.atOnce).hasValue(0);
            assertThat(store.begunOn).as("the thread that has read it").contains("in-memory-io");
        }
    }

    @Test
    void anAcknowledgementWaitsForAWorkerOnlyWhereTheStoreHasToBeAsked() {
        try (TestGateway gateway = start(builder -> builder)) {
            Guest alice = gateway.login("alice", "web", "w");
            Guest bob = gateway.login("bob", "web", "b");
            String unused = alice.client().send(2001, HI.formatted("hi"));
            store.storeNext();
            assertThat(bob.client().next(2003).text("inbox_seq")).isEqualTo("1");

            assertThat(bob.request(2004, "{\"inbox_seq\":1}").code()).isEqualTo(200);
            assertThat(store.acknowledgedOn).contains("in-memory-io");
            assertThat(bob.request(2004, "{\"inbox_seq\":1,\"epoch\":\"earlier\"}")
                            .code())
                    .isEqualTo(200);
            assertThat(store.readOn).isNotEmpty().doesNotContain("in-memory-io");
            assertThat(bob.request(2004, "{\"inbox_seq\":9}").error()).isEqualTo("bad_inbox_seq");
            assertThat(bob.request(2004, "{}").error()).isEqualTo("bad_inbox_seq");
        }
    }

    @Test
    void aDirectoryThatMayWaitIsAskedOnAWorker() {
        UserDirectory users = id -> Optional.of(new UserInfo(id, id, Set.of()));
        try (TestGateway gateway = start(builder -> builder.users(users))) {
            Guest alice = gateway.login("alice", "web", "w");
            String request = alice.client().send(2001, HI.formatted("hi"));
            store.storeNext();

            assertThat(alice.client().reply(request).code()).isEqualTo(200);
            assertThat(store.begunOn).doesNotContain("in-memory-io");
        }
    }

    @Test
    void manyMessagesOfASessionThatAreRefusedAtOnceAreAllAnswered() {
        try (TestGateway gateway = start(builder -> builder)) {
            Guest alice = gateway.login("alice", "web", "w");
            String first = alice.client().send(2001, HI.formatted("hi"));
            List<String> bad = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                bad.add(alice.client().send(2001, "{}"));
            }
            store.storeNext();

            assertThat(alice.client().reply(first).code()).isEqualTo(200);
            bad.forEach(
                    request -> assertThat(alice.client().reply(request).code()).isEqualTo(400));
        }
    }

    /** More than a stack has room for, if each were begun by the end of the one before. */
    @Test
    void aLongQueueOfMessagesThatAreAnsweredAtOnceNeedsNoDeepStack() {
        int many = 20_000;
        try (TestGateway gateway = start(builder -> builder.setting("processing.session_queue_messages", 2 * many)
                .setting("processing.session_queue_bytes", 1 << 30)
                .setting("processing.task_queue_size", 2 * many)
                .setting("security.messages_per_second", 0)
                .setting("security.user_messages_per_second", 0))) {
            Guest alice = gateway.login("alice", "web", "w");
            String first = alice.client().send(2001, HI.formatted("hi"));
            List<String> bad = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                bad.add(alice.client().send(2001, "{}"));
            }
            store.storeNext();

            assertThat(alice.client().reply(first).code()).isEqualTo(200);
            bad.forEach(
                    request -> assertThat(alice.client().reply(request).code()).isEqualTo(400));
        }
    }

    @Test
    void aRetryThatThrowsAnErrorIsAnsweredAtOnce() {
        try (TestGateway gateway = start(builder ->
                builder.setting("routes.2001.handler", "message_send").setting("routes.2001.retry_count", 1))) {
            Guest alice = gateway.login("alice", "web", "w");
            String request = alice.client().send(2001, HI.formatted("fail"));
            await().until(() -> !store.waiting.isEmpty());
            store.broken = true;
            store.storeNext();
            await().until(() -> {
                gateway.time.advance(Duration.ofMillis(100));
                return !store.broken;
            });

            assertThat(alice.client().reply(request).code()).isEqualTo(500);
        }
    }

    /** More than there are workers. */
    @Test
    void messagesThatAreBeingStoredHoldNoWorkers() {
        try (TestGateway gateway = start(builder -> builder)) {
            List<Guest> guests = new ArrayList<>();
            List<String> requests = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                Guest guest = gateway.login("user" + i, "web", "w");
                guests.add(guest);
                requests.add(guest.client().send(2001, HI.formatted(i)));
            }
            await().until(() -> store.waiting.size() == 100);
            assertThat(gateway.login("bob", "web", "b").request(1004, "{}").code())
                    .as("of a command that needs a worker")
                    .isEqualTo(200);
            guests.forEach(guest -> store.storeNext());

            for (int i = 0; i < 100; i++) {
                assertThat(guests.get(i).client().reply(requests.get(i)).code()).isEqualTo(200);
            }
        }
    }

    @Test
    void theNextMessageOfASessionWaitsForTheStore() {
        try (TestGateway gateway = start(builder -> builder)) {
            Guest alice = gateway.login("alice", "web", "w");
            Guest bob = gateway.login("bob", "web", "b");
            for (String content : List.of("1", "2", "3")) {
                String unused = alice.client().send(2001, HI.formatted(content));
            }
            for (String content : List.of("1", "2", "3")) {
                await().until(() -> !store.waiting.isEmpty());
                assertThat(store.waiting).hasSize(1);
                store.storeNext();
                assertThat(alice.client().next(2001).code()).isEqualTo(200);
                assertThat(bob.client().next(2003).text("content")).isEqualTo(content);
            }
        }
    }

    @Test
    void aStoreThatFailsLaterIs503() {
        try (TestGateway gateway = start(builder -> builder)) {
            Guest alice = gateway.login("alice", "web", "w");
            String request = alice.client().send(2001, HI.formatted("fail"));
            store.storeNext();

            assertThat(alice.client().reply(request).code()).isEqualTo(503);
            String next = alice.client().send(2001, HI.formatted("hi"));
            store.storeNext();
            assertThat(alice.client().reply(next).code()).isEqualTo(200);
        }
    }

    @Test
    void whatHooksLookAtIsStoredByTheirThread() {
        AtomicReference<Thread> asked = new AtomicReference<>();
        MessageHook hook = message -> {
            asked.set(Thread.currentThread());
            return new MessageHook.Pass();
        };
        GatewayPlugin plugin = context -> context.hooks().message(HookOptions.open(), hook);
        try (TestGateway gateway = start(builder -> builder.plugin(plugin))) {
            Guest alice = gateway.login("alice", "web", "w");

            assertThat(alice.request(2001, HI.formatted("hi")).code()).isEqualTo(200);
            assertThat(asked).doesNotHaveValue(null);
            assertThat(store.atOnce).hasValue(1);
        }
    }

    @Test
    void anInterceptorIsNeverCalledByTheStoresThread() {
        try (TestGateway gateway =
                start(builder -> builder.interceptor((message, context, next) -> next.proceed(message)))) {
            Guest alice = gateway.login("alice", "web", "w");

            assertThat(alice.request(2001, HI.formatted("hi")).code()).isEqualTo(200);
            assertThat(store.atOnce).hasValue(1);
        }
    }
}
