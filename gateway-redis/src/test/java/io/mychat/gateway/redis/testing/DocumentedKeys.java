package io.mychat.gateway.redis.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key as the tables of README.md and MESSAGES.md name it.
 *
 * @param name with its placeholders
 * @param type as TYPE says it
 */
public record DocumentedKeys(String name, String type) {

    private static final Pattern ROW = Pattern.compile("^\\| (`[a-z_]+:.*?) \\| ([^|]+) \\|.*$", Pattern.MULTILINE);
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");

    /** All that the module uses. */
    public static List<DocumentedKeys> all() {
        List<DocumentedKeys> all = new ArrayList<>();
        for (String file : List.of("README.md", "MESSAGES.md")) {
            Matcher rows = ROW.matcher(section(file));
            while (rows.find()) {
                List<String> names = NAME.matcher(rows.group(1))
                        .results()
                        .map(result -> result.group(1))
                        .toList();
                String[] types = rows.group(2).replace(", all scores 0", "").split(", ", -1);
                for (int i = 0; i < names.size(); i++) {
                    all.add(new DocumentedKeys(names.get(i), type(types[Math.min(i, types.length - 1)])));
                }
            }
        }
        return all;
    }

    private static String section(String file) {
        try {
            String text = Files.readString(Path.of(file));
            int from = text.indexOf("\n## Keys\n");
            int end = text.indexOf("\n## ", from + 1);
            return text.substring(from, end);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String type(String words) {
        return switch (words) {
            case "sorted set", "sorted sets" -> "zset";
            case "hash", "set", "string", "stream" -> words;
            default -> throw new IllegalStateException("what is a " + words + "?");
        };
    }

    /** Its name with something in place of each placeholder. */
    public String with(Map<String, String> placeholders) {
        return Pattern.compile("\\{<?([a-z B0-9]+)>?\\}|<([a-z_]+)>")
                .matcher(name)
                .replaceAll(found -> Matcher.quoteReplacement(filled(found, placeholders)));
    }

    private static String filled(MatchResult found, Map<String, String> placeholders) {
        String inBraces = found.group(1);
        if (inBraces == null) {
            return placeholders.getOrDefault(found.group(2), "");
        }
        return "{" + placeholders.getOrDefault(inBraces, inBraces) + "}";
    }
}
