package io.mychat.gateway.bench.driver;

import io.mychat.gateway.bench.client.DelayLine;
import java.io.IOException;
import org.HdrHistogram.Histogram;

/**
 * The times of clients from connecting to the end of the login, or of messages until their delivery, of one or several
 * measurements. Not thread-safe.
 */
public final class Delays {

    private final Histogram nanos = DelayLine.empty();

    static Delays parse(String line) throws IOException {
        Delays delays = new Delays();
        delays.nanos.add(DelayLine.parse(line));
        return delays;
    }

    /** Adds those of another measurement, so that percentiles are those of all. */
    public void add(Delays more) {
        nanos.add(more.nanos);
    }

    /** How many there are. */
    public int count() {
        return Math.toIntExact(nanos.getTotalCount());
    }

    /** The delay in microseconds that this percentage of them does not exceed. */
    public double micros(double percentile) {
        return nanos.getValueAtPercentile(percentile) / 1e3;
    }

    public double median() {
        return micros(50);
    }

    public double p99() {
        return micros(99);
    }

    /** The longest, in microseconds. */
    public double longest() {
        return nanos.getMaxValue() / 1e3;
    }
}
