package io.mychat.gateway.core.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.testkit.ConnectResult;
import io.mychat.gateway.testkit.TestHandshake;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Handshakes in a second, of one address and of all. */
class HandshakeRatesTest {

    private static TestGateway gateway(UnaryOperator<GatewayBuilder> more) {
        return TestGateway.start(
                builder -> more.apply(builder).setting("security.uncounted_addresses", List.of("198.51.100.9")));
    }

    @Test
    void anAddressMayMakeItsBurstAndThenItsRate() {
        try (TestGateway gateway = gateway(builder -> builder.setting("security.handshakes_per_second_per_ip", 2)
                .setting("security.handshake_burst_per_ip", 3))) {
            for (int i = 1; i <= 3; i++) {
                assertThat(status(gateway, "2001:db8::" + i)).isEqualTo(101);
            }

            ConnectResult refused = gateway.sockets.attempt(from("2001:db8::4"));
            assertThat(refused).isInstanceOfSatisfying(ConnectResult.Refused.class, answer -> {
                assertThat(answer.status()).isEqualTo(429);
                assertThat(answer.body()).contains("too_many_handshakes");
            });
            assertThat(status(gateway, "2001:db8:1::1")).as("another /64").isEqualTo(101);
            gateway.time.advance(Duration.ofMillis(500));
            assertThat(status(gateway, "2001:db8::5")).isEqualTo(101);
            assertThat(status(gateway, "2001:db8::5")).isEqualTo(429);
            for (int i = 0; i < 10; i++) {
                assertThat(status(gateway, "198.51.100.9")).as("uncounted").isEqualTo(101);
            }
        }
    }

    @Test
    void aNodeRefusesBeyondItsRateAndAFloodingAddressDoesNotUseItUp() {
        try (TestGateway gateway = gateway(builder -> builder.setting("security.handshakes_per_second_per_ip", 1)
                .setting("security.handshake_burst_per_ip", 2)
                .setting("server.handshakes_per_second", 1)
                .setting("server.handshake_burst", 4))) {
            for (int i = 0; i < 20; i++) {
                assertThat(status(gateway, "192.0.2.1")).isEqualTo(i < 2 ? 101 : 429);
            }

            assertThat(status(gateway, "192.0.2.2")).isEqualTo(101);
            assertThat(status(gateway, "192.0.2.3")).isEqualTo(101);
            assertThat(status(gateway, "192.0.2.4")).isEqualTo(503);
            gateway.time.advance(Duration.ofSeconds(1));
            assertThat(status(gateway, "192.0.2.4")).isEqualTo(101);
        }
    }

    private static TestHandshake from(String address) {
        return TestHandshake.plain().from(address);
    }

    private static int status(TestGateway gateway, String address) {
        return gateway.handshakeStatus(from(address));
    }
}
