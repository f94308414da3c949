package io.mychat.gateway.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A column of figures as bars, one for each row. */
final class Bars {

    private static final int LABELS = 330;
    private static final int WIDTH = 560;
    private static final int HEIGHT = 20;

    private Bars() {}

    /** @return empty when the column has no figures */
    static String of(ObjectNode table, int column) {
        double most = StreamSupport.stream(table.path("rows").spliterator(), false)
                .flatMap(row ->
                        StreamSupport.stream(row.path(column).path("samples").spliterator(), false))
                .mapToDouble(JsonNode::asDouble)
                .filter(Double::isFinite)
                .max()
                .orElse(0);
        if (most <= 0) {
            return "";
        }
        StringBuilder bars = new StringBuilder();
        int rows = 0;
        for (JsonNode row : table.path("rows")) {
            if (row.path(column).has("samples")) {
                bars.append(bar(row, row.path(column), WIDTH / most, HEIGHT * ++rows));
            }
        }
        return format(
                "<svg width=\"%d\" height=\"%d\"><text x=\"%d\" y=\"12\">%s (0 to %,.2f)</text>\n%s</svg>\n",
                LABELS + WIDTH + 10,
                HEIGHT * (rows + 1) + 5,
                LABELS,
                Page.escaped(table.path("columns").path(column)),
                most,
                bars);
    }

    private static String bar(JsonNode row, JsonNode figure, double scale, int top) {
        String label = StreamSupport.stream(row.spliterator(), false)
                .takeWhile(cell -> !cell.has("samples"))
                .map(JsonNode::asText)
                .collect(Collectors.joining(", "));
        int middle = top + HEIGHT / 2;
        StringBuilder dots = new StringBuilder();
        double least = Double.MAX_VALUE;
        double most = 0;
        for (JsonNode sample : figure.path("samples")) {
            least = Math.min(least, sample.asDouble());
            most = Math.max(most, sample.asDouble());
            dots.append(format(
                    "<circle cx=\"%.1f\" cy=\"%d\" r=\"1.6\" fill=\"#123\"/>",
                    LABELS + sample.asDouble() * scale, middle));
        }
        return format(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>"
                        + "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"#8ab4d8\"/>"
                        + "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"#123\"/>%s\n",
                LABELS - 6,
                middle + 4,
                Page.escaped(label),
                LABELS,
                top + 3,
                Math.max(0, figure.path("median").asDouble() * scale),
                HEIGHT - 6,
                LABELS + least * scale,
                LABELS + most * scale,
                middle,
                middle,
                dots);
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
