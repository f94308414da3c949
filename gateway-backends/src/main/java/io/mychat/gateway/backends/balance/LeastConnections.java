package io.mychat.gateway.backends.balance;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/** The candidate with the fewest running calls in relation to its weight, including this call; random among equals. */
final class LeastConnections implements Balancer {

    private final WeightedRandom tieBreaker;

    LeastConnections(DoubleSupplier random) {
        this.tieBreaker = new WeightedRandom(random, candidate -> candidate.weight() * candidate.slowStartFactor());
    }

    @Override
    public <C extends Candidate> C pick(List<C> candidates, String key) {
        List<C> best = new ArrayList<>();
        double lowest = Double.POSITIVE_INFINITY;
        for (C candidate : candidates) {
            double load = (candidate.running() + 1) / (candidate.weight() * candidate.slowStartFactor());
            if (load < lowest) {
                lowest = load;
                best.clear();
            }
            if (load <= lowest) {
                best.add(candidate);
            }
        }
        return tieBreaker.pick(best, key);
    }
}
