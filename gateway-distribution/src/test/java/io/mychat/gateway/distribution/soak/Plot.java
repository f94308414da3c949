package io.mychat.gateway.distribution.soak;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Samples as a picture: one curve for each value, above each other, over the same minutes.
 *
 * @param ebbs the minutes from and to which nobody was connected
 */
record Plot(String title, List<Sample> samples, List<double[]> ebbs) {

    private static final int WIDTH = 860;
    private static final int LEFT = 70;
    private static final int HEIGHT = 110;
    private static final int GAP = 42;
    private static final int TOP = 60;

    private record Curve(String name, ToDoubleFunction<Sample> value) {}

    private static final List<Curve> CURVES = List.of(
            new Curve("connections", Sample::connections),
            new Curve("heap behind a full collection, MB", Sample::heap),
            new Curve("threads", Sample::threads),
            new Curve("descriptors", Sample::descriptors),
            new Curve("keys in Redis", Sample::keys));

    /** An SVG document. */
    String svg() {
        List<Curve> curves = CURVES.stream()
                .filter(curve ->
                        samples.stream().anyMatch(sample -> curve.value().applyAsDouble(sample) > 0))
                .toList();
        int height = TOP + curves.size() * (HEIGHT + GAP);
        StringBuilder svg = new StringBuilder(format("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">
                <rect width="100%%" height="100%%" fill="white"/>
                <text x="%d" y="24" font-size="15">%s</text>
                <text x="%d" y="42" fill="#666">grey: everybody has left</text>
                """, WIDTH + LEFT + 30, height, LEFT, title, LEFT));
        for (int i = 0; i < curves.size(); i++) {
            draw(svg, curves.get(i), TOP + i * (HEIGHT + GAP));
        }
        return svg.append("</svg>\n").toString();
    }

    private void draw(StringBuilder svg, Curve curve, int top) {
        double most = samples.stream().mapToDouble(curve.value()).max().orElse(1) * 1.1;
        double end = samples.get(samples.size() - 1).minute();
        int bottom = top + HEIGHT;
        for (double[] ebb : ebbs) {
            svg.append(format(
                    "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"#e8e8e8\"/>%n",
                    x(ebb[0], end), top, x(ebb[1], end) - x(ebb[0], end), HEIGHT));
        }
        svg.append(
                format("<path d=\"M%d %dV%dH%d\" fill=\"none\" stroke=\"#444\"/>%n", LEFT, top, bottom, LEFT + WIDTH));
        svg.append(format("<text x=\"%d\" y=\"%d\">%s</text>%n", LEFT + 4, top - 4, curve.name()));
        for (int part = 0; part <= 2; part++) {
            svg.append(format(
                    "<text x=\"%d\" y=\"%d\" text-anchor=\"end\" fill=\"#444\">%.0f</text>%n",
                    LEFT - 6, bottom - part * HEIGHT / 2 + 4, most * part / 2));
        }
        double step = Math.max(1, Math.ceil(end / 12));
        for (double minute = 0; minute <= end; minute += step) {
            svg.append(format(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" fill=\"#444\">%.0f min</text>%n",
                    x(minute, end), bottom + 15, minute));
        }
        svg.append("<polyline fill=\"none\" stroke=\"#1f6fb2\" stroke-width=\"1.5\" points=\"");
        for (Sample sample : samples) {
            double value = curve.value().applyAsDouble(sample);
            svg.append(format("%.1f,%.1f ", x(sample.minute(), end), bottom - HEIGHT * value / most));
        }
        svg.append("\"/>\n");
    }

    private static double x(double minute, double end) {
        return LEFT + WIDTH * minute / end;
    }

    private static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }
}
