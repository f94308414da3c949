package io.mychat.gateway.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;

/** Delays by percentile, one line for each server; both axes are logarithmic, so that the rare long ones are seen. */
final class Curves {

    private static final int LEFT = 60;
    private static final int WIDTH = 640;
    private static final int HEIGHT = 260;
    private static final String[] COLOURS = {"#1f6fb4", "#d1581b", "#2b8a3e", "#8e44ad", "#b8860b", "#555555"};
    /** Five decades below and above a millisecond. */
    private static final double LEAST_MS = 0.01;

    private static final double DECADES = 6;
    /** The last percentile that is told apart: 99.99. */
    private static final double NINES = 4;

    private Curves() {}

    /** @return empty without delays */
    static String of(JsonNode delays) {
        if (delays.isEmpty()) {
            return "";
        }
        StringBuilder text =
                new StringBuilder(format("<svg width=\"%d\" height=\"%d\">", LEFT + WIDTH + 240, HEIGHT + 40));
        for (int decade = 0; decade <= DECADES; decade++) {
            double y = y(LEAST_MS * Math.pow(10, decade));
            text.append(format(
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/><text x=\"0\" y=\"%.1f\">%s ms</text>",
                    LEFT, LEFT + WIDTH, y, y, y + 4, number(LEAST_MS * Math.pow(10, decade))));
        }
        for (double percentile : new double[] {50, 90, 99, 99.9, 99.99}) {
            text.append(format(
                    "<text x=\"%.1f\" y=\"%d\">%s %%</text>", x(percentile) - 12, HEIGHT + 30, number(percentile)));
        }
        int line = 0;
        for (Map.Entry<String, JsonNode> server : delays.properties()) {
            String colour = COLOURS[line % COLOURS.length];
            StringBuilder points = new StringBuilder();
            server.getValue()
                    .forEach(point -> points.append(format(
                            "%.1f,%.1f ",
                            x(point.path(0).asDouble()), y(point.path(1).asDouble()))));
            text.append(format("<polyline points=\"%s\" fill=\"none\" stroke=\"%s\"/>", points, colour))
                    .append(format(
                            "<text x=\"%d\" y=\"%d\" style=\"fill:%s\">%s</text>\n",
                            LEFT + WIDTH + 12, 20 + 18 * line++, colour, Page.escaped(server.getKey())));
        }
        return text.append("</svg>\n").toString();
    }

    private static double x(double percentile) {
        double nines = -Math.log10(Math.max(1 - percentile / 100, Math.pow(10, -NINES)));
        return LEFT + WIDTH * nines / NINES;
    }

    private static double y(double millis) {
        double decades = Math.log10(Math.max(millis, LEAST_MS) / LEAST_MS);
        return 10 + HEIGHT - HEIGHT * Math.min(decades, DECADES) / DECADES;
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
