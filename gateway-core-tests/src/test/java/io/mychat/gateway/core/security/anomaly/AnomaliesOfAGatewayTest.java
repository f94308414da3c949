package io.mychat.gateway.core.security.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.GatewayEvent.Anomaly;
import io.mychat.gateway.spi.event.GatewayEvent.AnomalyDetected;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AnomaliesOfAGatewayTest {

    private final List<GatewayEvent> events = new CopyOnWriteArrayList<>();

    @Test
    void burstsOnSocketsAreReportedAndRefusedForNothing() {
        try (TestGateway gateway = TestGateway.start(builder -> builder.listener(events::add)
                .setting("security.anomalies.messages_per_user.count", 5)
                .setting("security.anomalies.accounts_per_address.count", 2))) {
            TestGateway.Guest alice = gateway.login("alice", "web", "d-1");
            for (int i = 0; i < 8; i++) {
                assertThat(alice.request(2001, "{\"to_user\":\"bob\",\"content\":\"" + i + "\"}")
                                .code())
                        .isEqualTo(200);
            }
            gateway.login("bob", "web", "d-2");
            gateway.login("carol", "web", "d-3");
        }

        assertThat(events.stream()
                        .flatMap(event ->
                                event instanceof AnomalyDetected found ? Stream.of(found.kind()) : Stream.empty()))
                .containsExactly(Anomaly.MESSAGES_PER_USER, Anomaly.ACCOUNTS_PER_ADDRESS);
    }
}
