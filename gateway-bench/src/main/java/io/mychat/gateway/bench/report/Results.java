package io.mychat.gateway.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tables of one run, which can be added to those of earlier runs in a file. Not thread-safe. */
public final class Results {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final List<ResultTable> tables = new ArrayList<>();

    /** Begins a table. */
    public ResultTable table(String title, List<String> circumstances, List<String> columns) {
        ResultTable table = new ResultTable(title, circumstances, columns);
        tables.add(table);
        return table;
    }

    /** @throws IOException the file holds something else, which stays as it is */
    public static void check(Path figures) throws IOException {
        read(figures);
    }

    /**
     * Adds the tables to the file of figures, and writes the page with all that are in it.
     *
     * @param page a file that is replaced; without a file of figures it has only those of this run
     */
    public void write(Optional<Path> figures, Optional<Path> page) throws IOException {
        ArrayNode all = figures.isPresent() ? read(figures.get()) : JSON.createArrayNode();
        for (ResultTable table : tables) {
            all.add(table.toJson(JSON));
        }
        if (figures.isPresent()) {
            Files.writeString(figures.get(), JSON.writeValueAsString(all) + "\n");
        }
        if (page.isPresent()) {
            List<ObjectNode> read = new ArrayList<>();
            all.forEach(table -> read.add((ObjectNode) table));
            Files.writeString(page.get(), Page.of(read));
        }
    }

    private static ArrayNode read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return JSON.createArrayNode();
        }
        try {
            if (JSON.readTree(file.toFile()) instanceof ArrayNode tables) {
                return tables;
            }
        } catch (JsonProcessingException e) {
            // neither
        }
        throw new IOException(file + " holds no figures of this program; name another file");
    }
}
