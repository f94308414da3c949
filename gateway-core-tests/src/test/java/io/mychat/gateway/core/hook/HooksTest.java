package io.mychat.gateway.core.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.core.store.InMemoryMessageStore;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.GatewayPlugin;
import io.mychat.gateway.spi.PluginContext;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.chat.AppendOutcome;
import io.mychat.gateway.spi.chat.Chats;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.chat.NewMessage;
import io.mychat.gateway.spi.chat.SendOutcome;
import io.mychat.gateway.spi.chat.SendRequest;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.GatewayListener;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.hook.HookOptions;
import io.mychat.gateway.spi.hook.LoginHook;
import io.mychat.gateway.spi.hook.MessageHook;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.TestMessage;
import io.mychat.gateway.testkit.chat.ForwardingMessageStore;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What hooks of plug-ins decide, and what becomes of a request when they cannot. */
class HooksTest {

    private final List<String> calls = new CopyOnWriteArrayList<>();

    /** A plug-in with a name and hooks. */
    private record Hooked(String name, Consumer<PluginContext> hooks) implements GatewayPlugin {

        @Override
        public void start(PluginContext context) {
            hooks.accept(context);
        }
    }

    private static GatewayPlugin messages(String name, HookOptions options, MessageHook hook) {
        return new Hooked(name, context -> context.hooks().message(options, hook));
    }

    private static TestMessage send(Guest from, String content) {
        return from.request(2001, "{\"to_user\":\"bob\",\"content\":\"" + content + "\"}");
    }

    private static String error(TestMessage reply) {
        return reply.data().path("error").asText();
    }

    @Test
    void messageHooksRunInTheirOrderAndMayChange() {
        MessageHook first = message -> {
            calls.add("first " + message.content());
            return new MessageHook.Change(message.content() + "!");
        };
        MessageHook second = message -> {
            calls.add("second " + message.content());
            return new MessageHook.Pass();
        };
        try (TestGateway gateway = TestGateway.start(builder -> builder.plugin(
                        messages("b", HookOptions.closed(), second))
                .plugin(messages("a", HookOptions.closed().withOrder(-1), first))
                .plugin(new Hooked(
                        "c",
                        context -> context.hooks()
                                .stored(HookOptions.open(), stored -> calls.add("stored " + stored.content())))))) {
            Guest alice = gateway.login("alice", "web", "w");
            Guest bob = gateway.login("bob", "web", "b");

            assertThat(send(alice, "hi").data().path("status").asText()).isEqualTo("sent");

            assertThat(bob.client().next().data().path("content").asText()).isEqualTo("hi!");
            assertThat(calls).containsExactly("first hi", "second hi!", "stored hi!");
            assertThat(gateway.server.chats().send(SendRequest.fromSystem("bob", "ho")))
                    .isInstanceOf(SendOutcome.Sent.class);
            assertThat(calls).contains("stored ho!");
        }
    }

    @Test
    void theOperatorsOrderTakesPrecedence() {
        MessageHook upper = message -> new MessageHook.Change(message.content() + "a");
        MessageHook lower = message -> new MessageHook.Change(message.content() + "b");
        try (TestGateway gateway =
                TestGateway.start(builder -> builder.plugin(messages("a", HookOptions.closed(), upper))
                        .plugin(messages("b", HookOptions.closed(), lower))
                        .setting("plugins.limits.b.hooks.message.order", -5))) {
            SendOutcome sent = gateway.server.chats().send(SendRequest.fromSystem("bob", "-"));

            assertThat(sent)
                    .isInstanceOfSatisfying(
                            SendOutcome.Sent.class,
                            one -> assertThat(one.message().content()).isEqualTo("-ba"));
        }
    }

    @Test
    void aRefusedMessageIsNotStored() {
        MessageHook refusing = message -> new MessageHook.Refuse("spam", "No spam, please.");
        try (TestGateway gateway =
                TestGateway.start(builder -> builder.plugin(messages("a", HookOptions.open(), refusing)))) {
            TestMessage reply = send(gateway.login("alice", "web", "w"), "hi");

            assertThat(reply.code()).isEqualTo(403);
            assertThat(error(reply)).isEqualTo("spam");
            assertThat(gateway.server.chats().send(SendRequest.from("alice", "bob", "hi")))
                    .isEqualTo(new SendOutcome.Refused("spam", "No spam, please."));
        }
    }

    @Test
    void aRefusedMessageOverHttpIsNoRefusedCredential() {
        List<GatewayEvent> refusals = new CopyOnWriteArrayList<>();
        MessageHook refusing = message -> new MessageHook.Refuse("spam", "No spam, please.");
        try (TestGateway gateway =
                TestGateway.start(builder -> builder.plugin(messages("a", HookOptions.open(), refusing))
                        .listener(GatewayListener.of(GatewayEvent.CredentialRefused.class, refusals::add)))) {
            int status = gateway.http
                    .post("/api/messages/send", gateway.bearer("root"), "{\"to_user\":\"bob\",\"content\":\"x\"}")
                    .status();

            assertThat(status).isEqualTo(403);
            assertThat(refusals).isEmpty();
        }
    }

    @Test
    void aFailureIsOpenOrClosedAsStated() {
        MessageHook failing = message -> {
            throw new IllegalStateException("a mistake");
        };
        try (TestGateway gateway =
                TestGateway.start(builder -> builder.plugin(messages("a", HookOptions.closed(), failing)))) {
            TestMessage reply = send(gateway.login("alice", "web", "w"), "hi");
            assertThat(reply.code()).isEqualTo(503);
            assertThat(error(reply)).isEqualTo("hook_failed");
        }
        try (TestGateway gateway =
                TestGateway.start(builder -> builder.plugin(messages("a", HookOptions.closed(), failing))
                        .setting("plugins.limits.a.hooks.message.on_failure", "open"))) {
            assertThat(send(gateway.login("alice", "web", "w"), "hi").code()).isEqualTo(200);
        }
    }

    @Test
    void aLateHookIsInterruptedAndHarmsNobodyElse() {
        List<String> interrupted = new CopyOnWriteArrayList<>();
        MessageHook slow = message -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.add(message.fromUser());
            }
            return new MessageHook.Pass();
        };
        try (TestGateway gateway = TestGateway.start(builder -> builder.plugin(messages("a", HookOptions.open(), slow))
                .setting("plugins.hook_timeout_ms", 200)
                .setting("plugins.hook_threads", 2)
                .setting("processing.worker_threads", 2))) {
            List<Guest> senders = List.of(
                    gateway.login("u1", "web", "w"), gateway.login("u2", "web", "w"), gateway.login("u3", "web", "w"));
            Guest other = gateway.login("other", "web", "w");
            senders.subList(0, 2)
                    .forEach(sender -> sender.client().send(2001, "{\"to_user\":\"bob\",\"content\":\"x\"}"));
            await().until(() -> metric(gateway, "plugin_threads_busy") == 2);

            assertThat(send(senders.get(2), "x").code()).isEqualTo(503);
            assertThat(other.request(2002, "{\"chat_id\":\"dm:bob:other\"}").code())
                    .isEqualTo(200);
            assertThat(interrupted).isEmpty();
            await().until(() -> {
                gateway.time.advance(Duration.ofMillis(200));
                return interrupted.size() == 2;
            });

            assertThat(senders.get(0).client().next().code()).isEqualTo(200);
            assertThat(senders.get(1).client().next().code()).isEqualTo(200);
            assertThat(metric(gateway, "plugin_late_total")).isEqualTo(2);
        }
    }

    private static double metric(TestGateway gateway, String name) {
        return gateway.server.metrics().metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .mapToDouble(Metric::value)
                .sum();
    }

    private static GatewayBuilder holding(GatewayBuilder builder) {
        MessageHook hold = message ->
                message.content().equals("held") ? new MessageHook.Hold(Duration.ofMinutes(1)) : new MessageHook.Pass();
        return builder.plugin(messages("holder", HookOptions.closed(), hold)).setting("messages.max_held_messages", 1);
    }

    @Test
    void aHeldMessageIsStoredWhenItIsReleased() {
        try (TestGateway gateway = TestGateway.start(HooksTest::holding)) {
            Guest alice = gateway.login("alice", "web", "w");
            Guest bob = gateway.login("bob", "web", "b");
            String named = "{\"to_user\":\"bob\",\"content\":\"held\",\"client_msg_id\":\"1\"}";
            TestMessage held = alice.request(2001, named);
            assertThat(held.code()).isEqualTo(200);
            assertThat(held.data().path("status").asText()).isEqualTo("held");
            assertThat(held.data().has("chat_seq")).isFalse();
            String id = held.data().path("message_id").asText();
            assertThat(alice.request(2001, named).data().path("message_id").asText())
                    .isEqualTo(id);
            assertThat(error(send(alice, "held"))).isEqualTo("too_many_held");
            assertThat(metric(gateway, "held_messages")).isEqualTo(1);

            assertThat(gateway.server.chats().release(id, Chats.Release.STORE))
                    .containsInstanceOf(SendOutcome.Sent.class);

            assertThat(bob.client().next().data().path("message_id").asText()).isEqualTo(id);
            assertThat(alice.request(2001, named).data().path("status").asText())
                    .isEqualTo("held");
            assertThat(gateway.server.chats().release(id, Chats.Release.STORE)).isEmpty();
        }
    }

    @Test
    void aReleaseThatFailsMayBeRepeated() {
        AtomicBoolean storeFails = new AtomicBoolean(true);
        AtomicBoolean hookFails = new AtomicBoolean(true);
        MessageStore store = new ForwardingMessageStore(new InMemoryMessageStore(new ManualTime())) {
            @Override
            public AppendOutcome append(NewMessage message) {
                if (storeFails.getAndSet(false)) {
                    throw new StoreUnavailableException("not now", new IOException("a test's failure"));
                }
                return super.append(message);
            }
        };
        MessageHook unsteady = message -> {
            if (hookFails.getAndSet(false)) {
                throw new IllegalStateException("a test's failure");
            }
            return new MessageHook.Pass();
        };
        try (TestGateway gateway = TestGateway.start(builder -> holding(builder)
                .plugin(messages("unsteady", HookOptions.closed(), unsteady))
                .messageStore(store))) {
            String id = send(gateway.login("alice", "web", "w"), "held")
                    .data()
                    .path("message_id")
                    .asText();
            Chats chats = gateway.server.chats();

            assertThat(chats.release(id, Chats.Release.STORE)).contains(new SendOutcome.Undecided("hook_failed"));
            assertThatThrownBy(() -> chats.release(id, Chats.Release.STORE))
                    .isInstanceOf(StoreUnavailableException.class);
            assertThat(metric(gateway, "held_messages")).isEqualTo(1);
            assertThat(chats.release(id, Chats.Release.STORE)).containsInstanceOf(SendOutcome.Sent.class);
            assertThat(chats.release(id, Chats.Release.STORE)).isEmpty();
            assertThat(metric(gateway, "held_message_bytes")).isZero();
        }
    }

    @Test
    void aHeldMessageIsDroppedOnRequestAndInTime() {
        try (TestGateway gateway = TestGateway.start(HooksTest::holding)) {
            Guest alice = gateway.login("alice", "web", "w");
            String dropped = send(alice, "held").data().path("message_id").asText();
            assertThat(gateway.server.chats().release(dropped, Chats.Release.DROP))
                    .contains(new SendOutcome.Refused("dropped", "The message was dropped."));

            String late = send(alice, "held").data().path("message_id").asText();
            gateway.advance(Duration.ofMinutes(1));

            assertThat(gateway.server.chats().release(late, Chats.Release.STORE))
                    .isEmpty();
            assertThat(metric(gateway, "held_messages")).isZero();
            assertThat(metric(gateway, "held_message_bytes")).isZero();
            assertThat(metric(gateway, "held_messages_expired_total")).isEqualTo(1);
        }
    }

    @Test
    void aLoginHookMayRefuseBothWaysOfALogin() {
        LoginHook noGuests = attempt -> {
            calls.add(attempt.method() + " " + attempt.user().userId());
            return attempt.user().userId().equals("mallory")
                    ? new LoginHook.Refuse("not_today", "Come back tomorrow.")
                    : new LoginHook.Allow();
        };
        try (TestGateway gateway = TestGateway.start(builder -> builder.plugin(
                new Hooked("gatekeeper", context -> context.hooks().login(HookOptions.closed(), noGuests))))) {
            TestMessage alice = gateway.connect().client().login("alice", TestGateway.PASSWORD, "web", "w");
            assertThat(alice.code()).isEqualTo(200);
            String token = alice.data().path("token").asText();
            assertThat(gateway.connect()
                            .request(1002, "{\"token\":\"" + token + "\"}")
                            .code())
                    .isEqualTo(200);

            TestMessage refused = gateway.connect().client().login("mallory", TestGateway.PASSWORD, "web", "w");
            assertThat(refused.code()).isEqualTo(403);
            assertThat(error(refused)).isEqualTo("not_today");
            assertThat(calls).containsExactly("PASSWORD alice", "TOKEN alice", "PASSWORD mallory");
        }
    }

    @Test
    void aLogoutHookIsToldAndKeepsNobodyLoggedIn() {
        GatewayPlugin hooked = new Hooked(
                "bye",
                context -> context.hooks().logout(HookOptions.closed(), logout -> {
                    calls.add(logout.userId() + " "
                            + logout.device().orElseThrow().deviceId());
                    throw new IllegalStateException("a mistake");
                }));
        try (TestGateway gateway = TestGateway.start(builder -> builder.plugin(hooked))) {
            Guest alice = gateway.login("alice", "web", "w");

            assertThat(alice.request(1003, "{}").code()).isEqualTo(200);

            assertThat(calls).containsExactly("alice w");
            await().until(() -> gateway.sessionsOf("alice").isEmpty());
        }
    }

    @Test
    void hooksAreRegisteredWhileThePluginStarts() {
        List<PluginContext> kept = new CopyOnWriteArrayList<>();
        MessageHook pass = message -> new MessageHook.Pass();
        try (TestGateway gateway = TestGateway.start(builder -> builder.plugin(new Hooked("a", context -> {
            kept.add(context);
            context.hooks().message(HookOptions.open(), pass);
            assertThatThrownBy(() -> context.hooks().message(HookOptions.open(), pass))
                    .isInstanceOf(IllegalStateException.class);
        })))) {
            assertThat(gateway.server.isRunning()).isTrue();
            assertThatThrownBy(() -> kept.get(0).hooks().stored(HookOptions.open(), stored -> {}))
                    .isInstanceOf(IllegalStateException.class);
        }
    }
}
