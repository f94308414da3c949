package io.mychat.gateway.core.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;

import io.mychat.gateway.core.store.InMemoryTokenStore;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.auth.TokenStore;
import io.mychat.gateway.testkit.ManualTime;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.AdditionalAnswers;
import org.mockito.Mockito;

/** After a token has been accepted (1002) there is one more look whether it has been revoked meanwhile. */
class RevocationLookTest {

    /** No spy: its calls would wait for each other, as those of the store itself do. */
    private final TokenStore tokens =
            Mockito.mock(TokenStore.class, AdditionalAnswers.delegatesTo(new InMemoryTokenStore(new ManualTime())));

    /** Its answers wait for the test. */
    @BeforeEach
    void theStoreMayWait() {
        Mockito.doReturn(false).when(tokens).neverWaits();
    }

    @Test
    void aSessionHasOneLookOutHoweverManyTokensItShows() {
        AtomicInteger calls = new AtomicInteger();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch answer = new CountDownLatch(1);
        try (TestGateway gateway = TestGateway.start(builder -> builder.tokenStore(tokens))) {
            Guest alice = gateway.connect();
            String token = alice.client()
                    .login("alice", TestGateway.PASSWORD, "web", "w")
                    .text("token");
            // The login has a look of its own behind its answer.
            await().untilAsserted(() -> Mockito.verify(tokens).isRevoked(any()));
            Mockito.doAnswer(look -> {
                        TokenClaims shown = look.getArgument(0);
                        if (!shown.user().userId().equals("alice")) {
                            return false;
                        }
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        // The first call is for the token that is shown, the second is the look behind the reply.
                        if (calls.incrementAndGet() == 2) {
                            answer.await();
                        }
                        inside.decrementAndGet();
                        return false;
                    })
                    .when(tokens)
                    .isRevoked(any());

            for (int i = 0; i < 10; i++) {
                alice.client().send(1002, "{\"token\":\"" + token + "\"}");
            }
            assertThat(alice.client().next(1002).code()).isEqualTo(200);
            await().until(() -> calls.get() == 2);
            gateway.sockets.settle();
            // Bob comes after all of Alice's tokens, and is not held up by her.
            gateway.login("bob", "web", "w");
            assertThat(calls.get()).isEqualTo(2);

            answer.countDown();
            for (int i = 1; i < 10; i++) {
                assertThat(alice.client().next(1002).code()).isEqualTo(200);
            }
        }
        assertThat(most).hasValue(1);
    }

    @Test
    void aLookThatTheStoreCannotAnswerIsRepeatedUntilItCan() {
        Set<String> revoked = ConcurrentHashMap.newKeySet();
        AtomicBoolean away = new AtomicBoolean();
        AtomicInteger asked = new AtomicInteger();
        answer(away, revoked, asked);
        try (TestGateway gateway = TestGateway.start(builder -> builder.tokenStore(tokens))) {
            away.set(true);
            Guest alice = gateway.connect();
            alice.client().login("alice", TestGateway.PASSWORD, "web", "w");
            await().until(() -> asked.get() >= 1);
            Guest bob = gateway.connect();
            bob.client().login("bob", TestGateway.PASSWORD, "web", "w");
            await().until(() -> asked.get() >= 2);
            assertThat(alice.request(3001, "{}").code()).isEqualTo(200);

            revoked.add("alice");
            away.set(false);
            gateway.time.advance(Duration.ofSeconds(1));

            assertThat(alice.client().next(4003).text("reason")).isEqualTo("token_revoked");
            assertThat(alice.client().closeCode()).isEqualTo(4401);
            // The next look may not have been planned yet when the time was moved.
            await().until(() -> {
                gateway.time.advance(Duration.ofSeconds(1));
                return asked.get() >= 4;
            });
            assertThat(bob.request(3001, "{}").code()).isEqualTo(200);
        }
    }

    @Test
    void aLookThatTheStoreNeverAnswersClosesAfterSomeMinutes() {
        AtomicInteger asked = new AtomicInteger();
        answer(new AtomicBoolean(true), Set.of(), asked);
        try (TestGateway gateway = TestGateway.start(builder -> builder.tokenStore(tokens))) {
            Guest alice = gateway.connect();
            alice.client().login("alice", TestGateway.PASSWORD, "web", "w");
            await().until(() -> asked.get() == 1);
            // Heartbeats go on until the last pause, whose end closes the connection.
            while (asked.get() < 6) {
                int before = asked.get();
                assertThat(alice.request(3001, "{}").code())
                        .as("after %s looks", before)
                        .isEqualTo(200);
                gateway.time.advance(Duration.ofSeconds(5));
            }
            while (asked.get() < 7) {
                alice.client().sendRaw("{\"cmd_id\":3001}");
                gateway.sockets.settle();
                gateway.time.advance(Duration.ofSeconds(5));
            }

            assertThat(alice.client().closeCode()).isEqualTo(1013);
        }
    }

    private void answer(AtomicBoolean away, Set<String> revoked, AtomicInteger asked) {
        Mockito.doAnswer(look -> {
                    asked.incrementAndGet();
                    if (away.get()) {
                        throw new StoreUnavailableException("away");
                    }
                    TokenClaims token = look.getArgument(0);
                    return revoked.contains(token.user().userId());
                })
                .when(tokens)
                .isRevoked(any());
    }
}
