package io.mychat.gateway.core.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.core.store.InMemoryMessageStore;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.GatewayPlugin;
import io.mychat.gateway.spi.auth.UserDirectory;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.GatewayEvent.MessageAcknowledged;
import io.mychat.gateway.spi.event.GatewayEvent.MessageDelivered;
import io.mychat.gateway.spi.event.GatewayEvent.MessageStored;
import io.mychat.gateway.spi.hook.HookOptions;
import io.mychat.gateway.spi.hook.MessageHook;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.TestMessage;
import io.mychat.gateway.testkit.chat.ForwardingMessageStore;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** On which threads messages are handled: on that which has read them, where nothing of their way waits. */
class NeverWaitingTest {

    private static final String TO_BOB = "{\"to_user\":\"bob\",\"content\":\"hi\"}";

    /** The last thread of each kind of event. */
    private final Map<Class<?>, Thread> threads = new ConcurrentHashMap<>();

    private final ManualTime storeTime = new ManualTime();

    /** A store that says nothing of itself. */
    private static final class Silent extends ForwardingMessageStore {
        Silent(MessageStore store) {
            super(store);
        }
    }

    private void note(GatewayEvent event) {
        threads.put(event.getClass(), Thread.currentThread());
    }

    private void talk(UnaryOperator<GatewayBuilder> more) {
        try (TestGateway gateway = TestGateway.start(builder -> more.apply(builder.listener(this::note)))) {
            Guest alice = gateway.login("alice", "web", "w");
            Guest bob = gateway.login("bob", "web", "b");

            assertThat(alice.request(2001, TO_BOB).code()).isEqualTo(200);
            TestMessage delivered = bob.client().next();
            assertThat(delivered.cmdId()).isEqualTo(2003);
            assertThat(bob.request(2004, "{\"inbox_seq\":1}").code()).isEqualTo(200);

            await().until(() -> threads.size() >= 3
                    && threads.keySet()
                            .containsAll(
                                    List.of(MessageStored.class, MessageDelivered.class, MessageAcknowledged.class)));
        }
    }

    private boolean isIoThread(Class<?> event) {
        return Objects.requireNonNull(threads.get(event)).getName().contains("in-memory-io");
    }

    @Test
    void theEmbeddedStoreIsCalledOnTheThreadThatHasReadTheMessage() {
        talk(builder -> builder);

        assertThat(isIoThread(MessageStored.class)).isTrue();
        assertThat(isIoThread(MessageAcknowledged.class)).isTrue();
    }

    @Test
    void aDeliveryToAnIdleSessionIsMadeWhereTheMessageWasStored() {
        try (TestGateway gateway = TestGateway.start(builder -> builder.listener(this::note))) {
            Guest alice = gateway.login("alice", "web", "w");
            Guest bob = gateway.login("bob", "web", "b");

            // The look into the inbox behind a login is a worker's, and takes along what arrives meanwhile.
            await().untilAsserted(() -> {
                threads.remove(MessageDelivered.class);
                assertThat(alice.request(2001, TO_BOB).code()).isEqualTo(200);
                assertThat(bob.client().next().cmdId()).isEqualTo(2003);
                await().until(() -> threads.containsKey(MessageDelivered.class));
                assertThat(threads.get(MessageDelivered.class)).isSameAs(threads.get(MessageStored.class));
            });
        }
    }

    @Test
    void aStoreThatMayWaitIsCalledOnAWorker() {
        talk(builder -> builder.messageStore(new Silent(new InMemoryMessageStore(storeTime))));

        assertThat(threads.keySet())
                .noneMatch(event -> isIoThread(event) && event.getSimpleName().startsWith("Message"));
    }

    @Test
    void aDirectoryThatMayWaitIsAskedOnAWorker() {
        UserDirectory users = id -> Optional.of(new UserInfo(id, id, Set.of()));

        talk(builder -> builder.users(users));

        assertThat(isIoThread(MessageStored.class)).isFalse();
        assertThat(isIoThread(MessageAcknowledged.class))
                .as("it needs no directory")
                .isTrue();
    }

    @Test
    void aHookIsNotAskedOnTheThreadOfTheConnection() {
        MessageHook hook = message -> new MessageHook.Pass();
        GatewayPlugin plugin = context -> context.hooks().message(HookOptions.open(), hook);

        talk(builder -> builder.plugin(plugin));

        assertThat(isIoThread(MessageStored.class)).isFalse();
    }

    @Test
    void anInterceptorIsNotCalledOnTheThreadOfTheConnection() {
        Map<Long, Thread> called = new ConcurrentHashMap<>();

        talk(builder -> builder.interceptor((message, context, next) -> {
            called.put(message.cmdId(), Thread.currentThread());
            return next.proceed(message);
        }));

        assertThat(called)
                .hasEntrySatisfying(
                        2001L, thread -> assertThat(thread.getName()).doesNotContain("in-memory-io"));
    }
}
