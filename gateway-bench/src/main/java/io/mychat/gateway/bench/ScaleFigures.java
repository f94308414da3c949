package io.mychat.gateway.bench;

import io.mychat.gateway.bench.ScaleModel.Thing;
import io.mychat.gateway.bench.ScaleStage.Measured;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What single things cost, and mixes of them beside what the model says. Not thread-safe. */
final class ScaleFigures {

    private static final int MINUTE = 60;

    private final ScaleModel model = new ScaleModel();
    private final Map<String, Measured> mixes = new LinkedHashMap<>();

    ScaleModel model() {
        return model;
    }

    /** One more measurement of a mix. */
    void add(String mix, Measured measured) {
        mixes.merge(mix, measured, Measured::plus);
    }

    /** @param sessions that were idle together */
    void printParts(Table table, int sessions) {
        for (Thing thing : Thing.values()) {
            cost(table, thing.toString(), model.of(thing));
        }
        ScaleCost session = model.sessionSecond(ScaleStage.GATEWAYS, sessions);
        cost(table, "an idle session, a minute", session.times(MINUTE));
        cost(table, "a gateway without sessions, a second", model.gatewaySecond());
    }

    /** The columns of {@link #printParts}. */
    static String[] partColumns() {
        return new String[] {
            "what", "CPU µs of the gateways", "CPU µs of Redis", "commands", "bytes of Redis", "bytes of frames"
        };
    }

    void printMixes(Table table) {
        mixes.forEach((mix, one) -> compare(table, mix, one));
    }

    /** The columns of {@link #printMixes}. */
    static String[] mixColumns() {
        return new String[] {
            "heartbeats, messages, visits a second", "what, a second", "predicted", "measured", "predicted to measured"
        };
    }

    private static void cost(Table table, String what, ScaleCost cost) {
        table.row(
                what,
                number(cost.gatewayMicros()),
                number(cost.redisMicros()),
                number(cost.redisCommands()),
                number(cost.redisBytes()),
                number(cost.clientBytes()));
    }

    private void compare(Table table, String mix, Measured one) {
        ScaleCost predicted = model.predicted(one.counts(), one.seconds()).times(1 / one.seconds());
        ScaleCost found = one.cost().times(1 / one.seconds());
        compare(table, mix, "CPU µs of the gateways", predicted, found, ScaleCost::gatewayMicros);
        compare(table, mix, "CPU µs of Redis", predicted, found, ScaleCost::redisMicros);
        compare(table, mix, "commands", predicted, found, ScaleCost::redisCommands);
        compare(table, mix, "bytes of Redis", predicted, found, ScaleCost::redisBytes);
        compare(table, mix, "bytes of frames", predicted, found, ScaleCost::clientBytes);
        String delays = one.counts().medianMicros() + ", " + one.counts().p99Micros();
        table.row(mix, "delay of a message, µs: median, 99 %", "", delays, "");
    }

    private static void compare(
            Table table,
            String mix,
            String what,
            ScaleCost predicted,
            ScaleCost measured,
            ToDoubleFunction<ScaleCost> figure) {
        double sum = figure.applyAsDouble(predicted);
        double found = figure.applyAsDouble(measured);
        table.row(mix, what, number(sum), number(found), String.format(Locale.ROOT, "%.2f", sum / found));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 100 ? "%,.1f" : "%,.0f", value);
    }
}
