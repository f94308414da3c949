package io.mychat.gateway.system.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The table of docs/degradation.md: what each feature does under each fault. */
final class DegradationTable {

    private static final Path FILE = Path.of("..", "docs", "degradation.md");
    private static final String FIRST = "| feature |";

    private final List<String> faults;
    private final Map<String, List<String>> rows = new LinkedHashMap<>();

    private DegradationTable(List<String> lines) {
        int head = 0;
        while (!lines.get(head).startsWith(FIRST)) {
            head++;
        }
        faults = cells(lines.get(head)).subList(1, cells(lines.get(head)).size());
        for (int i = head + 2; i < lines.size() && lines.get(i).startsWith("|"); i++) {
            List<String> cells = cells(lines.get(i));
            rows.put(cells.get(0), cells.subList(1, cells.size()));
        }
    }

    static DegradationTable read() {
        try {
            return new DegradationTable(Files.readAllLines(FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.substring(1, line.length() - 1).split("\\|", -1))
                .map(String::trim)
                .toList();
    }

    /** What the documentation promises for every feature under the fault. */
    Map<String, String> column(String fault) {
        int index = faults.indexOf(fault);
        if (index < 0) {
            throw new AssertionError("docs/degradation.md has no column " + fault);
        }
        Map<String, String> column = new LinkedHashMap<>();
        rows.forEach((feature, cells) -> column.put(feature, cells.get(index)));
        return column;
    }
}
