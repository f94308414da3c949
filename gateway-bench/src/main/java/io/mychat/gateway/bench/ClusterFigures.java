package io.mychat.gateway.bench;

import io.mychat.gateway.bench.driver.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Operations per CPU second of the gateways and of Redis. Not thread-safe. */
final class ClusterFigures {

    private final List<Row> rows = new ArrayList<>();

    /** @param what the operation; compared with the first row whose text is a prefix of it */
    private record Row(String server, String what, Samples gateways, Samples redis) {

        boolean is(String name, String deed) {
            return server.equals(name) && what.equals(deed);
        }
    }

    /** CPU time in seconds. */
    record Cost(double gateways, double redis) {}

    void add(String server, String what, long count, Cost cost) {
        Row row = rows.stream().filter(one -> one.is(server, what)).findFirst().orElseGet(() -> {
            Row fresh = new Row(server, what, new Samples(), new Samples());
            rows.add(fresh);
            return fresh;
        });
        row.gateways().add(count / cost.gateways());
        if (cost.redis() > 0) {
            row.redis().add(count / cost.redis());
        }
    }

    void print(Table table) {
        for (Row row : rows) {
            double alone = rows.stream()
                    .filter(other -> row.what().startsWith(other.what()))
                    .mapToDouble(other -> other.gateways().median())
                    .findFirst()
                    .orElse(Double.NaN);
            table.row(
                    row.server(),
                    row.what(),
                    row.gateways().cells("%,.0f"),
                    String.format(Locale.ROOT, "%.2f", row.gateways().median() / alone),
                    Double.isNaN(row.redis().median()) ? " | " : row.redis().cells("%,.0f"));
        }
    }

    /** The columns of {@link #print}. */
    static String[] columns() {
        return new String[] {
            "server", "what", "per CPU s of the gateways", "range", "to memory", "per CPU s of Redis", "range"
        };
    }
}
