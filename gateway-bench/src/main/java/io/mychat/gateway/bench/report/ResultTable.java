package io.mychat.gateway.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.bench.driver.Delays;
import io.mychat.gateway.bench.driver.Samples.Cells;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table with all samples of its figures. Not thread-safe. */
public final class ResultTable {

    /** Of the delays that are plotted. */
    private static final double[] PERCENTILES = {0, 25, 50, 75, 90, 95, 98, 99, 99.5, 99.9, 99.99, 100};

    private final String title;
    private final List<String> circumstances;
    private final List<String> columns;
    private final List<List<Object>> rows = new ArrayList<>();
    private final Map<String, Delays> curves = new LinkedHashMap<>();

    ResultTable(String title, List<String> circumstances, List<String> columns) {
        this.title = title;
        this.circumstances = circumstances;
        this.columns = columns;
    }

    /** @param cells texts, numbers and {@link Cells}, which stand for two columns */
    public void row(Object... cells) {
        rows.add(List.of(cells));
    }

    /** The distribution of one server's delays. */
    public void curve(String name, Delays delays) {
        curves.put(name, delays);
    }

    ObjectNode toJson(ObjectMapper json) {
        ObjectNode table = json.createObjectNode();
        table.put("title", title);
        circumstances.forEach(table.putArray("circumstances")::add);
        ArrayNode names = table.putArray("columns");
        int at = 0;
        for (Object cell : rows.isEmpty() ? List.<Object>of() : rows.get(0)) {
            names.add(columns.get(at));
            at += cell instanceof Cells ? 2 : 1;
        }
        ArrayNode lines = table.putArray("rows");
        for (List<Object> row : rows) {
            ArrayNode line = lines.addArray();
            row.forEach(cell -> add(line, cell));
        }
        ObjectNode plots = table.putObject("delays_ms");
        curves.forEach((name, delays) -> {
            ArrayNode points = plots.putArray(name);
            for (double percentile : PERCENTILES) {
                points.addArray().add(percentile).add(delays.micros(percentile) / 1e3);
            }
        });
        return table;
    }

    private static void add(ArrayNode line, Object cell) {
        if (cell instanceof Cells figure) {
            ObjectNode object = line.addObject();
            object.put("median", figure.samples().median());
            figure.samples().values().forEach(object.putArray("samples")::add);
            object.put("text", figure.toString());
        } else {
            line.add(String.valueOf(cell));
        }
    }
}
