package io.mychat.gateway.backends.pool;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.mychat.gateway.spi.backend.BreakerOptions;
import io.mychat.gateway.spi.backend.ServiceStatus.State;
import io.mychat.gateway.spi.time.TimeSource;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The circuit breaker of one server: resilience4j on the time of the gateway, without a thread. Thread-safe. */
final class ServerCircuitBreaker {

    private final CircuitBreaker breaker;

    /**
     * @param listener receives each change of state, on the thread that caused it
     */
    ServerCircuitBreaker(String name, BreakerOptions options, TimeSource time, Consumer<State> listener) {
        this.breaker = CircuitBreaker.of(
                name,
                CircuitBreakerConfig.custom()
                        .clock(new ElapsedClock(time))
                        .currentTimestampFunction(clock -> time.nanoTime(), TimeUnit.NANOSECONDS)
                        .slidingWindow(options.window(), options.minCalls(), SlidingWindowType.COUNT_BASED)
                        .recordResult(Boolean.FALSE::equals)
                        .failureRateThreshold(options.failurePercent())
                        .waitDurationInOpenState(options.open())
                        .permittedNumberOfCallsInHalfOpenState(options.halfOpenCalls())
                        .build());
        breaker.getEventPublisher()
                .onStateTransition(event ->
                        listener.accept(state(event.getStateTransition().getToState())));
    }

    /** Acquires the permission for one call, which ends with one of the next three methods. */
    boolean tryAcquire() {
        return breaker.tryAcquirePermission();
    }

    void succeeded() {
        breaker.onResult(0, TimeUnit.NANOSECONDS, true);
    }

    void failed() {
        breaker.onResult(0, TimeUnit.NANOSECONDS, false);
    }

    /** The call ended without a result about the server. */
    void released() {
        breaker.releasePermission();
    }

    /** Closes the breaker and clears its window, because the server is known to work. */
    void reset() {
        breaker.reset();
    }

    State state() {
        return state(breaker.getState());
    }

    private static State state(CircuitBreaker.State state) {
        return switch (state) {
            case OPEN, FORCED_OPEN -> State.OPEN;
            case HALF_OPEN -> State.HALF_OPEN;
            default -> State.UP;
        };
    }
}
