package io.mychat.gateway.transport.undertow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Autobahn has reported.
 *
 * @param behaviors of each case: that of its messages and that of its close, such as {@code OK OK}
 */
record AutobahnReport(Map<String, String> behaviors) {

    static final AutobahnReport EMPTY = new AutobahnReport(Map.of());

    private static final Pattern CASE = Pattern.compile("\"(\\d+(?:\\.\\d+)+)\": \\{([^}]*)}");
    private static final Pattern MESSAGES = Pattern.compile("\"behavior\": \"([^\"]*)\"");
    private static final Pattern CLOSE = Pattern.compile("\"behaviorClose\": \"([^\"]*)\"");
    private static final Pattern TABLE = Pattern.compile("(?s)<!-- autobahn -->\n.*?<!-- end -->");

    private static final Map<String, String> HEADS = Map.of(
            "en", "| section | cases | strict | informational | not strict | failed |",
            "zh", "| 章节 | 用例 | 严格通过 | 仅供参考 | 非严格 | 失败 |");

    static AutobahnReport read(Path index) throws IOException {
        Map<String, String> behaviors = new LinkedHashMap<>();
        for (Matcher each = CASE.matcher(Files.readString(index)); each.find(); ) {
            behaviors.put(each.group(1), first(MESSAGES, each.group(2)) + " " + first(CLOSE, each.group(2)));
        }
        assertThat(behaviors).as("the cases of %s", index).isNotEmpty();
        return new AutobahnReport(behaviors);
    }

    private static String first(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        return found.find() ? found.group(1) : "?";
    }

    AutobahnReport plus(AutobahnReport other) {
        Map<String, String> all = new LinkedHashMap<>(behaviors);
        all.putAll(other.behaviors);
        return new AutobahnReport(all);
    }

    /** The cases that are neither strict nor informational. */
    List<String> failures() {
        return behaviors.entrySet().stream()
                .filter(each -> column(each.getValue()) > 1)
                .map(each -> each.getKey() + " " + each.getValue())
                .toList();
    }

    private static int column(String behavior) {
        return switch (behavior) {
            case "OK OK" -> 0;
            case "INFORMATIONAL INFORMATIONAL", "INFORMATIONAL OK", "OK INFORMATIONAL" -> 1;
            case "NON-STRICT OK", "OK NON-STRICT", "NON-STRICT NON-STRICT", "NON-STRICT INFORMATIONAL" -> 2;
            default -> 3; // failed, unimplemented, an unclean close
        };
    }

    /** Rows in the language {@code en} or {@code zh}. */
    String table(String language) {
        Map<Integer, int[]> counts = new TreeMap<>();
        behaviors.forEach((name, behavior) -> {
            int section = Integer.parseInt(name.substring(0, name.indexOf('.')));
            counts.computeIfAbsent(section, unused -> new int[4])[column(behavior)]++;
        });
        StringBuilder table = new StringBuilder("<!-- autobahn -->\n")
                .append(HEADS.get(language))
                .append("\n| --- | --- | --- | --- | --- | --- |\n");
        counts.forEach((section, of) -> table.append("| %d | %d | %d | %d | %d | %d |%n"
                .formatted(section, of[0] + of[1] + of[2] + of[3], of[0], of[1], of[2], of[3])));
        return table.append("<!-- end -->").toString();
    }

    void writeInto(Path document, String language) throws IOException {
        Files.writeString(document, TABLE.matcher(Files.readString(document)).replaceFirst(table(language)));
    }
}
