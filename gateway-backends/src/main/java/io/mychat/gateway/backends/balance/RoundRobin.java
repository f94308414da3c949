package io.mychat.gateway.backends.balance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Smooth weighted round robin: with each pick every candidate earns its weight, the richest one is picked and pays what
 * all have earned. So the turns of a heavy one lie apart. This object's lock guards the earnings.
 */
final class RoundRobin implements Balancer {

    private final Map<String, Double> earned = new HashMap<>();

    @Override
    public synchronized <C extends Candidate> C pick(List<C> candidates, String key) {
        C richest = candidates.get(0);
        double most = Double.NEGATIVE_INFINITY;
        double total = 0;
        for (C candidate : candidates) {
            double weight = candidate.weight() * candidate.warmth();
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
