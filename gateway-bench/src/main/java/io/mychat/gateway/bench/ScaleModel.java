package io.mychat.gateway.bench;

import io.mychat.gateway.bench.driver.MixedClients.Counts;
import java.util.LinkedHashMap;
import java.util.Map;

/** What single things cost, measured one at a time; their sum predicts a mix of them. Not thread-safe. */
final class ScaleModel {

    /** Of the messages between anybody, this part is between two of three gateways. */
    private static final double CROSSING = 2 / 3.0;

    private final Map<Thing, Sum> sums = new LinkedHashMap<>();
    private ScaleCost gatewaySecond = ScaleCost.NONE;
    private ScaleCost restSecond = ScaleCost.NONE;

    /** What is measured alone. */
    enum Thing {
        HEARTBEAT("a heartbeat"),
        MESSAGE("a message within a gateway, acknowledged"),
        CROSSING_MESSAGE("a message between two gateways, acknowledged"),
        VISIT("a login by token and a close");

        private final String text;

        Thing(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static final class Sum {
        private ScaleCost cost = ScaleCost.NONE;
        private double seconds;
        private long count;
    }

    /**
     * Sets what the gateways cost while nobody does anything.
     *
     * @param newGatewaySecond a second of one without sessions
     * @param newRestSecond a second of all of them, with all sessions
     */
    void rest(ScaleCost newGatewaySecond, ScaleCost newRestSecond) {
        gatewaySecond = newGatewaySecond;
        restSecond = newRestSecond;
    }

    ScaleCost gatewaySecond() {
        return gatewaySecond;
    }

    /** A second of one of so many sessions, at so many gateways. */
    ScaleCost sessionSecond(int gateways, int sessions) {
        return restSecond.minus(gatewaySecond.times(gateways)).times(1.0 / sessions);
    }

    /** So many of one thing, and what the cluster cost meanwhile, rest included. */
    void add(Thing thing, long count, ScaleCost cost, double seconds) {
        Sum sum = sums.computeIfAbsent(thing, one -> new Sum());
        sum.cost = sum.cost.plus(cost);
        sum.seconds += seconds;
        sum.count += count;
    }

    /** One of it, without the rest. */
    ScaleCost of(Thing thing) {
        Sum sum = sums.get(thing);
        return sum == null || sum.count == 0
                ? ScaleCost.NONE
                : sum.cost.minus(restSecond.times(sum.seconds)).times(1.0 / sum.count);
    }

    /** What all of that costs in this time, on three gateways. */
    ScaleCost predicted(Counts counts, double seconds) {
        return restSecond
                .times(seconds)
                .plus(of(Thing.HEARTBEAT).times((double) counts.heartbeats()))
                .plus(of(Thing.MESSAGE).times(counts.messages() * (1 - CROSSING)))
                .plus(of(Thing.CROSSING_MESSAGE).times(counts.messages() * CROSSING))
                .plus(of(Thing.VISIT).times((double) counts.visits()));
    }
}
