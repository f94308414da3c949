package io.mychat.gateway.system.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tables of docs/degradation.md: what each feature does under each fault. */
final class DegradationTable {

    private static final Path FILE = Path.of("..", "docs", "degradation.md");
    private static final String FIRST = "| feature |";

    /** By fault, then by feature. */
    private final Map<String, Map<String, String>> columns = new LinkedHashMap<>();

    private DegradationTable(List<String> lines) {
        List<Map<String, String>> open = List.of();
        for (String line : lines) {
            if (line.startsWith(FIRST)) {
                open = tail(cells(line)).stream().map(this::begin).toList();
            } else if (!line.startsWith("|")) {
                open = List.of();
            } else if (!line.startsWith("| ---")) {
                List<String> cells = cells(line);
                for (int i = 0; i < open.size(); i++) {
                    open.get(i).put(cells.get(0), cells.get(i + 1));
                }
            }
        }
    }

    private Map<String, String> begin(String fault) {
        Map<String, String> column = new LinkedHashMap<>();
        columns.put(fault, column);
        return column;
    }

    private static List<String> tail(List<String> cells) {
        return cells.subList(1, cells.size());
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
        Map<String, String> column = columns.get(fault);
        if (column == null) {
            throw new AssertionError("docs/degradation.md has no column " + fault);
        }
        return column;
    }
}
