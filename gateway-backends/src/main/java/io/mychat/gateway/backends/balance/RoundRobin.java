package io.mychat.gateway.backends.balance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Smooth weighted round robin: with each pick, every candidate earns its weight, and the one with the highest balance
 * is chosen and pays the sum of all weights. The picks of a candidate with a large weight are therefore spread out.
 * This object's lock guards the balances.
 */
final class RoundRobin implements Balancer {

    private final Map<String, Double> earned = new HashMap<>();

    @Override
    public synchronized <C extends Candidate> C pick(List<C> candidates, String key) {
        C richest = candidates.get(0);
        double most = Double.NEGATIVE_INFINITY;
        double total = 0;
        for (C candidate : candidates) {
            double weight = candidate.weight() * candidate.slowStartFactor();
            double now = earned.merge(candidate.id(), weight, Double::sum);
            total += weight;
            if (now > most) {
                most = now;
                richest = candidate;
            }
        }
        earned.put(richest.id(), most - total);
        return richest;
    }
}
