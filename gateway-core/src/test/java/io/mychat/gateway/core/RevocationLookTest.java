package io.mychat.gateway.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;

import io.mychat.gateway.core.TestGateway.Guest;
import io.mychat.gateway.core.auth.InMemoryTokenStore;
import io.mychat.gateway.spi.auth.TokenStore;
import io.mychat.gateway.testkit.ManualTime;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.mockito.AdditionalAnswers;
import org.mockito.Mockito;

/** After a token has been accepted (1002) there is one more look whether it has been revoked meanwhile. */
class RevocationLookTest {

    /** No spy: its calls would wait for each other, as those of the store itself do. */
    private final TokenStore tokens =
            Mockito.mock(TokenStore.class, AdditionalAnswers.delegatesTo(new InMemoryTokenStore(new ManualTime())));

    @Test
    void aSessionHasOneLookOutHoweverManyTokensItShows() {
        AtomicInteger asked = new AtomicInteger();
        CountDownLatch answer = new CountDownLatch(1);
        try (TestGateway gateway = TestGateway.start(builder -> builder.tokenStore(tokens))) {
            Guest alice = gateway.connect();
            String token = alice.client()
                    .login("alice", TestGateway.PASSWORD, "web", "w")
                    .text("token");
            // The login has a look of its own behind its answer.
            await().untilAsserted(() -> Mockito.verify(tokens).isRevoked(any()));
            Mockito.doAnswer(look -> {
                        // One time for the token itself, one time afterwards.
                        if (asked.incrementAndGet() % 2 == 0) {
                            answer.await();
                        }
                        return false;
                    })
                    .when(tokens)
                    .isRevoked(any());

            for (int i = 0; i < 10; i++) {
                alice.client().send(1002, "{\"token\":\"" + token + "\"}");
            }
            assertThat(alice.client().next(1002).code()).isEqualTo(200);
            await().until(() -> asked.get() >= 2);
            await().during(Duration.ofMillis(200)).until(() -> asked.get() == 2);

            answer.countDown();
            for (int i = 1; i < 10; i++) {
                assertThat(alice.client().next(1002).code()).isEqualTo(200);
            }
        }
    }
}
