package io.mychat.gateway.backends.balance;

import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;

/** Picks a candidate at random, in proportion to its weight. */
final class WeightedRandom implements Balancer {

    private final DoubleSupplier random;
    private final ToDoubleFunction<Candidate> share;

    WeightedRandom(DoubleSupplier random, ToDoubleFunction<Candidate> share) {
        this.random = random;
        this.share = share;
    }

    @Override
    public <C extends Candidate> C pick(List<C> candidates, String key) {
        double[] shares = candidates.stream().mapToDouble(share).toArray();
        double total = 0;
        for (double each : shares) {
            total += each;
        }
        double left = random.getAsDouble() * total;
        for (int i = 0; i < shares.length; i++) {
            left -= shares[i];
            if (left < 0) {
                return candidates.get(i);
            }
        }
        return candidates.get(candidates.size() - 1);
    }
}
