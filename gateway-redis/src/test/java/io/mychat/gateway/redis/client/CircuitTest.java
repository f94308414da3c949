package io.mychat.gateway.redis.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.testkit.ConcurrentRun;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CircuitTest {

    private static final RedisCommand GET = RedisCommand.read("GET", "user:seq:{a}");

    private final AtomicInteger openings = new AtomicInteger();
    private final Circuit circuit = new Circuit("10.0.0.1:6379", opened -> openings.incrementAndGet());

    @Test
    void threeFailuresInARowOpenIt() {
        fail(2);
        assertThat(circuit.isOpen()).isFalse();

        fail(1);

        assertThat(circuit.isOpen()).isTrue();
        assertThat(openings).hasValue(1);
    }

    @Test
    void aSuccessBetweenFailuresKeepsItClosed() {
        for (int i = 0; i < 100; i++) {
            fail(2);
            circuit.succeeded();
        }
        assertThat(circuit.isOpen()).isFalse();

        fail(3);
        assertThat(circuit.isOpen()).isTrue();
    }

    @Test
    void aLateSuccessDoesNotCloseIt() {
        fail(3);

        for (int i = 0; i < 10; i++) {
            circuit.succeeded();
        }

        assertThat(circuit.isOpen()).isTrue();
    }

    @Test
    void onlyAProbeClosesItAndTheCountBeginsAnew() {
        fail(4);
        assertThat(circuit.close()).isTrue();
        assertThat(circuit.close()).as("it was closed already").isFalse();

        fail(2);
        assertThat(circuit.isOpen()).isFalse();
        fail(1);
        assertThat(circuit.isOpen()).isTrue();
        assertThat(openings).hasValue(2);
    }

    @Test
    void manyThreadsThatFailAtOnceOpenItOnce() {
        for (int round = 1; round <= 200; round++) {
            ConcurrentRun.run(8, thread -> {
                fail(3);
                return thread;
            });
            assertThat(openings).hasValue(round);
            circuit.close();
        }
    }

    @Test
    void theProbeAsksForTheKeyOnWhichACallFailed() {
        assertThat(circuit.probe().name()).isEqualTo("PING");

        circuit.failed(GET);
        circuit.failed(RedisCommand.keyless("INFO"));

        assertThat(circuit.probe().name()).isEqualTo("EXISTS");
        assertThat(circuit.probe().routingKey()).isEqualTo("user:seq:{a}");
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            circuit.failed(GET);
        }
    }
}
