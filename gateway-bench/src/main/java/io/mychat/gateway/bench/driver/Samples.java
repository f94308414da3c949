package io.mychat.gateway.bench.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The samples of one figure, one for each round. Not thread-safe. */
public final class Samples {

    private final List<Double> values = new ArrayList<>();

    public void add(double value) {
        values.add(value);
    }

    /** The middle one, or the mean of the two in the middle. */
    public double median() {
        List<Double> sorted = values.stream().sorted().toList();
        int count = sorted.size();
        return count == 0 ? Double.NaN : (sorted.get((count - 1) / 2) + sorted.get(count / 2)) / 2;
    }

    /** The largest: that which noise has disturbed least, where more is better. */
    public double most() {
        return values.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
    }

    /** As cells of a table: the median, then the range. */
    public Cells cells(String format) {
        return new Cells(this, format);
    }

    /** Each of them, in the order of the measurements. */
    public List<Double> values() {
        return List.copyOf(values);
    }

    private double least() {
        return values.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
    }

    /**
     * The samples as two cells of a table in Markdown.
     *
     * @param format of a number
     */
    public record Cells(Samples samples, String format) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    format + " | " + format + " to " + format,
                    samples.median(),
                    samples.least(),
                    samples.most());
        }
    }
}
