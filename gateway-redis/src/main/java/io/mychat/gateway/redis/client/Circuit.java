package io.mychat.gateway.redis.client;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The circuit breaker of one Redis server, based on resilience4j. It opens after several consecutive failures. It is
 * never half-open, because no command of a caller is risked on a server that may be down; a probe of {@link Circuits}
 * closes it. Thread-safe.
 */
final class Circuit {

    private static final int FAILURES_TO_OPEN = 3;

    /** Longer than any process lives: only a probe closes a circuit. */
    private static final Duration UNTIL_PROBED = Duration.ofDays(10_000);

    private static final CircuitBreakerConfig CONFIG = CircuitBreakerConfig.custom()
            .slidingWindow(FAILURES_TO_OPEN, FAILURES_TO_OPEN, SlidingWindowType.COUNT_BASED)
            .failureRateThreshold(100)
            .recordResult(Boolean.FALSE::equals)
            .waitDurationInOpenState(UNTIL_PROBED)
            .build();

    private final CircuitBreaker breaker;
    private volatile RedisCommand probe = RedisCommand.keyless("PING");

    /** @param opened called each time that this circuit opens, on the thread whose call failed */
    Circuit(String server, Consumer<Circuit> opened) {
        this.breaker = CircuitBreaker.of(server, CONFIG);
        breaker.getEventPublisher().onStateTransition(event -> {
            if (event.getStateTransition().getToState() == State.OPEN) {
                opened.accept(this);
            }
        });
    }

    boolean isOpen() {
        return breaker.getState() == State.OPEN;
    }

    /** A command that asks the server on which a call failed last; it is sent whether the circuit is open or not. */
    RedisCommand probe() {
        return probe;
    }

    void succeeded() {
        breaker.onResult(0, TimeUnit.NANOSECONDS, true);
    }

    void failed(RedisCommand command) {
        if (!command.keys().isEmpty()) {
            probe = RedisCommand.read("EXISTS", command.routingKey());
        }
        breaker.onResult(0, TimeUnit.NANOSECONDS, false);
    }

    /**
     * Lets calls through again; for one prober at a time.
     *
     * @return whether it was open
     */
    boolean close() {
        if (!isOpen()) {
            return false;
        }
        breaker.transitionToClosedState();
        return true;
    }
}
