package io.mychat.gateway.core.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.testkit.TestMessage;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code security.limits_by_command}. */
class CommandLimitsTest {

    private final TestGateway gateway = TestGateway.start(builder -> builder.setting(
            "security.limits_by_command",
            Map.of(
                    "2001", Map.of("messages_per_minute", 6, "message_burst", 2),
                    "3000-3099", Map.of("messages_per_minute", 60, "message_burst", 3))));

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void aUserSendsACommandSeldomOnAllDevicesTogether() {
        Guest web = gateway.login("alice", "web", "w");
        Guest phone = gateway.login("alice", "ios", "p");
        Guest bob = gateway.login("bob", "web", "w");
        assertThat(send(web)).isEqualTo(200);
        assertThat(send(phone)).isEqualTo(200);

        TestMessage refused = web.request(2001, "{\"to_user\":\"bob\",\"content\":\"x\"}");

        assertThat(refused.code()).isEqualTo(429);
        assertThat(refused.error()).isEqualTo("command_rate_exceeded");
        assertThat(refused.data().path("retry_after_ms").intValue()).isEqualTo(10_000);
        assertThat(send(phone)).isEqualTo(429);
        assertThat(send(bob)).isEqualTo(200);
        assertThat(web.request(1004, "{}").code()).as("another command").isEqualTo(200);
        gateway.advance(Duration.ofSeconds(10));
        assertThat(send(phone)).isEqualTo(200);
        assertThat(send(web)).isEqualTo(429);
    }

    @Test
    void theCommandsOfARangeShareItsLimitAlsoHeartbeats() {
        Guest alice = gateway.login("alice", "web", "w");

        for (int i = 0; i < 3; i++) {
            assertThat(alice.request(3001, "{}").code()).isEqualTo(200);
        }

        assertThat(alice.request(3001, "{}").code()).isEqualTo(429);
        assertThat(alice.request(3050, "{}").code()).isEqualTo(429);
    }

    @Test
    void refusalsOfACommandDoNotCloseTheConnection() {
        Guest alice = gateway.login("alice", "web", "w");
        int refused = 0;
        for (int i = 0; i < 150; i++) {
            gateway.time.advance(Duration.ofMillis(20));
            refused += send(alice) == 429 ? 1 : 0;
        }

        assertThat(refused).isGreaterThan(100);
        assertThat(alice.request(1004, "{}").code()).isEqualTo(200);
    }

    private static int send(Guest guest) {
        return guest.request(2001, "{\"to_user\":\"bob\",\"content\":\"x\"}").code();
    }
}
