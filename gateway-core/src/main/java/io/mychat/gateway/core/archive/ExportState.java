package io.mychat.gateway.core.archive;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.codec.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * How far an export has come; kept beside its file until it is complete.
 *
 * @param step 0: the messages; from 1 on: a part of the inboxes
 * @param cursor of the walk over the chats in this step
 */
record ExportState(int step, String cursor, ExportTotals totals) {

    ExportState at(int newStep, String newCursor) {
        return new ExportState(newStep, newCursor, totals);
    }

    static Path path(Path export) {
        return export.resolveSibling(export.getFileName() + ".progress");
    }

    /** @throws ArchiveException when the file cannot be understood */
    static Optional<ExportState> read(Path export, Json json) throws IOException {
        Path path = path(export);
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        ObjectNode node = json.readObject(Files.readAllBytes(path))
                .filter(read -> read.path("step").isInt() && read.path("cursor").isTextual())
                .orElseThrow(() -> new ArchiveException(
                        path + " is not the progress of an export: remove it and the export, and begin again"));
        return Optional.of(new ExportState(
                node.path("step").intValue(),
                node.path("cursor").textValue(),
                new ExportTotals(
                        node.path("chats").longValue(),
                        node.path("messages").longValue(),
                        node.path("inbox_entries").longValue(),
                        node.path("bytes").longValue())));
    }

    void write(Path export, Json json) throws IOException {
        ObjectNode node = json.object()
                .put("step", step)
                .put("cursor", cursor)
                .put("chats", totals.chats())
                .put("messages", totals.messages())
                .put("inbox_entries", totals.inboxEntries())
                .put("bytes", totals.bytes());
        Path next = export.resolveSibling(export.getFileName() + ".progress.new");
        Files.write(next, json.write(node).getBytes(StandardCharsets.UTF_8));
        Path unused =
                Files.move(next, path(export), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
