package io.mychat.gateway.core.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.store.InMemoryMessageStore;
import io.mychat.gateway.core.store.InMemorySessionStore;
import io.mychat.gateway.core.store.InMemoryTokenStore;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.auth.CredentialVerdict;
import io.mychat.gateway.spi.auth.RefreshGrant;
import io.mychat.gateway.spi.auth.TokenStore;
import io.mychat.gateway.spi.chat.AppendOutcome;
import io.mychat.gateway.spi.chat.NewMessage;
import io.mychat.gateway.spi.session.LoginOutcome;
import io.mychat.gateway.spi.session.SeatRule;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.TestMessage;
import io.mychat.gateway.testkit.chat.ForwardingMessageStore;
import io.mychat.gateway.testkit.session.ForwardingSessionStore;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

/** {@code retry_count} of logins and of sending: the step in a store that failed is repeated, and nothing is done twice. */
class StoreRetryTest {

    private final ManualTime storeTime = new ManualTime();
    private final Failures failures = new Failures();
    private final AtomicInteger appends = new AtomicInteger();
    private final AtomicInteger passwordChecks = new AtomicInteger();
    private final Set<String> messageIds = ConcurrentHashMap.newKeySet();
    private final Set<String> families = ConcurrentHashMap.newKeySet();
    private final TokenStore tokens = Mockito.spy(new InMemoryTokenStore(storeTime));

    private TestGateway gateway = start(2, 2);

    @AfterEach
    void stop() {
        gateway.close();
    }

    /** Fails after it has done what it was asked for, so many times. */
    private static final class Failures {

        private final AtomicInteger left = new AtomicInteger();

        <T> T after(Supplier<T> step) {
            T result = step.get();
            if (left.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                throw new StoreUnavailableException("done, and the answer is lost");
            }
            return result;
        }
    }

    /** Whether the gateway waits for a stage of the message store instead of its return. */
    boolean storesLater() {
        return false;
    }

    private TestGateway start(int loginRetries, int sendRetries) {
        Mockito.doAnswer(call -> {
                    families.add(((RefreshGrant) call.getArgument(0)).familyId());
                    return failures.after(() -> real(call));
                })
                .when(tokens)
                .open(Mockito.any(), Mockito.any());
        return TestGateway.start(builder -> builder.messageStore(
                        new ForwardingMessageStore(new InMemoryMessageStore(storeTime)) {
                            @Override
                            public AppendOutcome append(NewMessage message) {
                                appends.incrementAndGet();
                                messageIds.add(message.messageId());
                                return failures.after(() -> super.append(message));
                            }

                            @Override
                            public CompletionStage<AppendOutcome> appendLater(NewMessage message) {
                                CompletableFuture<AppendOutcome> later = new CompletableFuture<>();
                                try {
                                    later.complete(append(message));
                                } catch (StoreUnavailableException e) {
                                    later.completeExceptionally(e);
                                }
                                return later;
                            }

                            @Override
                            public boolean appendsLater() {
                                return storesLater();
                            }
                        })
                .sessionStore(new ForwardingSessionStore(new InMemorySessionStore(storeTime)) {
                    @Override
                    public LoginOutcome login(Session candidate, SeatRule rule) {
                        return failures.after(() -> super.login(candidate, rule));
                    }
                })
                .tokenStore(tokens)
                .credentials((username, password) -> {
                    passwordChecks.incrementAndGet();
                    return new CredentialVerdict.Accepted(TestGateway.user(username));
                })
                .setting("routes.1001.handler", "auth_login")
                .setting("routes.1001.retry_count", loginRetries)
                .setting("routes.2001.handler", "message_send")
                .setting("routes.2001.retry_count", sendRetries));
    }

    private static Object real(org.mockito.invocation.InvocationOnMock call) {
        try {
            return call.callRealMethod();
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** The reply, while time goes by. */
    private TestMessage reply(Guest guest, String requestId) {
        return await().until(
                        () -> {
                            gateway.time.advance(Duration.ofMillis(100));
                            return guest.client().takeAll().stream()
                                    .filter(message -> message.envelope()
                                            .path("request_id")
                                            .asText()
                                            .equals(requestId))
                                    .findFirst();
                        },
                        Optional::isPresent)
                .orElseThrow();
    }

    private TestMessage login(Guest guest, String user) {
        guest.client()
                .sendRaw("{\"cmd_id\":1001,\"platform\":\"web\",\"request_id\":\"login\",\"data\":{\"username\":\""
                        + user + "\",\"password\":\"x\",\"device_id\":\"d\"}}");
        return reply(guest, "login");
    }

    private String send(Guest guest, String content) {
        return guest.client().send(2001, "{\"to_user\":\"bob\",\"content\":\"" + content + "\"}");
    }

    @Test
    void aMessageThatWasStoredThoughTheStoreFailedIsStoredOnce() {
        Guest alice = gateway.login("alice", "web", "w");
        Guest bob = gateway.login("bob", "web", "w");
        failures.left.set(2);

        TestMessage sent = reply(alice, send(alice, "once"));

        assertThat(sent.code()).isEqualTo(200);
        assertThat(sent.data().path("chat_seq").longValue()).isEqualTo(1);
        assertThat(appends).hasValue(3);
        assertThat(messageIds).containsExactly(sent.data().path("message_id").textValue());
        assertThat(bob.client().next(2003).text("content")).isEqualTo("once");
        TestMessage next = reply(alice, send(alice, "twice"));
        assertThat(next.data().path("chat_seq").longValue()).isEqualTo(2);
        assertThat(bob.client().next(2003).text("content")).isEqualTo("twice");
    }

    @Test
    void afterTheLastRetryTheClientIsToldThatTheStoreCannotBeReached() {
        Guest alice = gateway.login("alice", "web", "w");
        failures.left.set(3);

        TestMessage reply = reply(alice, send(alice, "m"));

        assertThat(reply.code()).isEqualTo(503);
        assertThat(reply.error()).isEqualTo("store_unavailable");
        assertThat(appends).hasValue(3);
    }

    @Test
    void withoutARetryCountNothingIsRepeated() {
        gateway.close();
        gateway = start(0, 0);
        Guest alice = gateway.login("alice", "web", "w");
        failures.left.set(1);

        assertThat(reply(alice, send(alice, "m")).code()).isEqualTo(503);
        assertThat(appends).hasValue(1);
    }

    @Test
    void aRetriedLoginChecksOnceAndBeginsOneFamily() {
        failures.left.set(1);

        TestMessage reply = login(gateway.connect(), "alice");

        assertThat(reply.code()).isEqualTo(200);
        assertThat(passwordChecks).hasValue(1);
        assertThat(families).hasSize(1);
        assertThat(gateway.sessionsOf("alice")).hasSize(1);
    }

    @Test
    void aLoginWhoseSeatWasTakenThoughTheStoreFailedTakesOneAndStays() {
        // Before the first login: behind its reply another thread still looks at the tokens.
        Mockito.doCallRealMethod().when(tokens).open(Mockito.any(), Mockito.any());
        Guest other = gateway.connect();
        assertThat(login(other, "alice").code()).isEqualTo(200);
        failures.left.set(1);
        Guest guest = gateway.connect();

        TestMessage reply = login(guest, "alice");

        assertThat(reply.code()).isEqualTo(200);
        assertThat(passwordChecks).hasValue(2);
        assertThat(gateway.sessionsOf("alice"))
                .singleElement()
                .satisfies(session -> assertThat(session.id())
                        .isEqualTo(reply.data().path("session_id").textValue()));
        assertThat(guest.request(3001, "{}").code()).isEqualTo(200);
        assertThat(guest.connection().isOpen()).isTrue();
    }

    @Test
    void aWrongPasswordIsAnsweredAtOnceAndCountedOnce() {
        gateway.close();
        AtomicInteger checks = new AtomicInteger();
        gateway = TestGateway.start(builder -> builder.credentials((username, password) -> {
                    checks.incrementAndGet();
                    return new CredentialVerdict.Rejected();
                })
                .setting("routes.1001.handler", "auth_login")
                .setting("routes.1001.retry_count", 3));

        assertThat(gateway.connect().client().login("alice", "x", "web", "w").code())
                .isEqualTo(401);
        assertThat(checks).hasValue(1);
    }

    @Test
    void theTimeOfTheCommandBoundsTheRetries() {
        gateway.close();
        gateway = start(10, 10);
        Guest alice = gateway.login("alice", "web", "w");
        failures.left.set(1000);
        String sent = send(alice, "m");

        TestMessage reply = reply(alice, sent);

        assertThat(reply.code()).isEqualTo(503);
        assertThat(appends.get()).isBetween(2, 11);
    }
}
