package io.mychat.gateway.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A page of tables and their plots, which needs no other file and no script. */
final class Page {

    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>Measurements of MyChat Gateway</title>
            <style>
            body{font:14px/1.45 system-ui,sans-serif;max-width:1000px;margin:2em auto;padding:0 1em;color:#222;background:#fff}
            h2{margin:2em 0 .3em}p{color:#555;margin:.3em 0}table{border-collapse:collapse;margin:1em 0}
            td,th{padding:.2em .7em;border-bottom:1px solid #ddd;text-align:left}svg{display:block;margin:.6em 0 1.2em}
            svg text{font:12px system-ui,sans-serif;fill:#222}
            </style></head><body><h1>Measurements of MyChat Gateway</h1>
            <p>Bars are medians, the thin line is the range, the dots are the single measurements.</p>
            """;

    private Page() {}

    static String of(List<ObjectNode> tables) {
        return HEAD + tables.stream().map(Page::section).collect(Collectors.joining()) + "</body></html>\n";
    }

    private static String section(ObjectNode table) {
        StringBuilder text = new StringBuilder("<h2>" + escaped(table.path("title")) + "</h2>\n");
        table.path("circumstances").forEach(line -> text.append("<p>" + escaped(line) + "</p>\n"));
        text.append("<table><tr>" + cells(table.path("columns"), "th") + "</tr>\n");
        table.path("rows").forEach(row -> text.append("<tr>" + cells(row, "td") + "</tr>\n"));
        text.append("</table>\n");
        for (int column = 0; column < table.path("columns").size(); column++) {
            text.append(Bars.of(table, column));
        }
        return text.append(Curves.of(table.path("delays_ms"))).toString();
    }

    private static String cells(JsonNode row, String tag) {
        return StreamSupport.stream(row.spliterator(), false)
                .map(cell -> "<" + tag + ">" + escaped(cell.has("text") ? cell.path("text") : cell) + "</" + tag + ">")
                .collect(Collectors.joining());
    }

    static String escaped(JsonNode text) {
        return escaped(text.asText());
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
