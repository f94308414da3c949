package io.mychat.gateway.bench;

import java.io.PrintWriter;
import java.util.Collections;

/** A table in Markdown, printed row by row. */
final class Table {

    private final PrintWriter out;

    Table(PrintWriter out, String... columns) {
        this.out = out;
        row((Object[]) columns);
        row(Collections.nCopies(columns.length, "---").toArray());
    }

    /** @param cells one cell each; {@code Samples.cells} makes two of them, the median and the range */
    void row(Object... cells) {
        StringBuilder row = new StringBuilder("|");
        for (Object cell : cells) {
            row.append(' ').append(cell).append(" |");
        }
        out.println(row);
    }
}
