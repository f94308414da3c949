package io.mychat.gateway.spring.test.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spring.test.GatewayBootTest;
import io.mychat.gateway.test.Client;
import io.mychat.gateway.testkit.TestClient;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Import;

/** Properties count more than the settings of tests. */
@GatewayBootTest(properties = {"mychat.security.messages-per-second=1", "mychat.security.message-burst=10"})
@Import(Doubles.class)
class LimitsTest {

    @Test
    void aLimitOfTheTestHolds(@Client("alice") TestClient alice) {
        int refused = 0;
        for (int i = 0; i < 50; i++) {
            refused += alice.request(5001, "{}").code() == 429 ? 1 : 0;
        }
        assertThat(refused).isPositive();
    }
}
