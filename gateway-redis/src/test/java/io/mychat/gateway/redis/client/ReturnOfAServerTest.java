package io.mychat.gateway.redis.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.StoreUnavailableException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ReturnOfAServerTest {

    private final StoreUnavailableException away = new StoreUnavailableException("away");

    @Test
    void eachServersReturnIsToldAlsoWhileAnotherStaysAway() {
        AtomicBoolean secondIsBack = new AtomicBoolean();
        AtomicInteger returns = new AtomicInteger();
        try (Circuits circuits = new Circuits(
                command -> command.routingKey().equals("on two") && !secondIsBack.get()
                        ? Optional.of(away)
                        : Optional.empty(),
                () -> {})) {
            circuits.onReturn(returns::incrementAndGet);
            open(circuits, "one");
            open(circuits, "two");

            Awaitility.await().until(() -> returns.get() == 1);
            assertThat(circuits.openOnes()).isEqualTo(1);

            secondIsBack.set(true);
            Awaitility.await().until(() -> returns.get() == 2);
            assertThat(circuits.openOnes()).isZero();
        }
    }

    private void open(Circuits circuits, String server) {
        for (int i = 0; i < 3; i++) {
            circuits.failed(RedisCommand.read("EXISTS", "on " + server), server, away);
        }
    }
}
