package io.mychat.gateway.backends.balance;

import io.mychat.gateway.spi.backend.BalancingStrategy;
import java.util.List;
import java.util.function.DoubleSupplier;

/** Picks one of several candidates. Thread-safe. */
public interface Balancer {

    /**
     * @param candidates at least one
     * @param key the user or session of the call, for strategies that keep a user on one server
     */
    <C extends Candidate> C pick(List<C> candidates, String key);

    /**
     * A new balancer for one service.
     *
     * @param random returns numbers from 0 to 1; thread-safe
     */
    static Balancer of(BalancingStrategy strategy, DoubleSupplier random) {
        return switch (strategy) {
            case ROUND_ROBIN -> new RoundRobin();
            case WEIGHTED -> new WeightedRandom(random, candidate -> candidate.weight() * candidate.slowStartFactor());
            case RANDOM -> new WeightedRandom(random, Candidate::slowStartFactor);
            case LEAST_CONNECTIONS -> new LeastConnections(random);
            case CONSISTENT_HASH -> new ConsistentHash();
        };
    }
}
