package io.mychat.gateway.bench;

import io.mychat.gateway.bench.driver.Delays;
import io.mychat.gateway.bench.report.ResultTable;
import java.io.PrintWriter;
import java.util.Collections;

/** A table in Markdown, printed row by row, and kept for the files of the results. */
final class Table {

    private final PrintWriter out;
    private final ResultTable kept;

    Table(PrintWriter out, ResultTable kept, String... columns) {
        this.out = out;
        this.kept = kept;
        print((Object[]) columns);
        print(Collections.nCopies(columns.length, "---").toArray());
    }

    /** @param cells one cell each; {@code Samples.cells} makes two of them, the median and the range */
    void row(Object... cells) {
        kept.row(cells);
        print(cells);
    }

    /** The distribution of delays behind the rows, which only the files have. */
    void curve(String name, Delays delays) {
        kept.curve(name, delays);
    }

    private void print(Object... cells) {
        StringBuilder row = new StringBuilder("|");
        for (Object cell : cells) {
            row.append(' ').append(cell).append(" |");
        }
        out.println(row);
    }
}
