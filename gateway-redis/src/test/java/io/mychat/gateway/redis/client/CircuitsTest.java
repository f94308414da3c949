package io.mychat.gateway.redis.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.StoreUnavailableException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class CircuitsTest {

    @Test
    void aProbeThatFailsBadlyIsFollowedByAnother() {
        AtomicInteger probes = new AtomicInteger();
        AtomicInteger returns = new AtomicInteger();
        try (Circuits circuits = new Circuits(
                command -> {
                    if (probes.incrementAndGet() == 1) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    return Optional.empty();
                },
                () -> {})) {
            circuits.onReturn(returns::incrementAndGet);
            for (int i = 0; i < 3; i++) {
                circuits.failed(RedisCommand.keyless("PING"), "", new StoreUnavailableException("away"));
            }
            assertThat(circuits.openOnes()).isEqualTo(1);

            Awaitility.await().until(() -> returns.get() == 1);
            assertThat(circuits.openOnes()).isZero();
        }
    }
}
