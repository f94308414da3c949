package io.mychat.gateway.core.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.auth.CredentialVerdict;
import io.mychat.gateway.spi.auth.CredentialVerifier;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A login whose password check takes longer than the client is let wait. */
class LateLoginTest {

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    /** Does not hear the interrupt, as somebody else's back-end may not. */
    private final CredentialVerifier slow = (username, password) -> {
        asked.countDown();
        boolean waiting = true;
        while (waiting) {
            try {
                released.await();
                waiting = false;
            } catch (InterruptedException e) {
                waiting = true;
            }
        }
        return new CredentialVerdict.Accepted(TestGateway.user(username));
    };

    @Test
    void endsTheConnectionThatWasTold503AndLeavesNoSeat() throws Exception {
        try (TestGateway gateway = TestGateway.start(builder -> builder.credentials(slow))) {
            Guest alice = gateway.connect();
            alice.client()
                    .sendRaw(
                            "{\"cmd_id\":1001,\"platform\":\"web\",\"data\":{\"username\":\"alice\",\"password\":\"x\"}}");
            asked.await();

            gateway.advance(Duration.ofSeconds(5));
            assertThat(alice.client().next(1001).error()).isEqualTo("timeout");
            released.countDown();

            assertThat(alice.client().closeCode()).isEqualTo(1013);
            await().untilAsserted(() -> assertThat(gateway.sessionsOf("alice")).isEmpty());
        }
    }
}
