package io.mychat.gateway.standalone;

import io.mychat.gateway.core.config.ConfigFile;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The table of the keys in one language.
 *
 * @param head the first row
 * @param words what stands in the cells
 * @param translation from the schema's own description
 */
record KeyTable(String head, Words words, UnaryOperator<String> translation) {

    static final KeyTable ENGLISH = new KeyTable(
            "| key | default | range | live | meaning |",
            new Words("; hardened: ", " to ", "list", "text", "yes", "restart", " A secret."),
            description -> description);

    /** What stands in the cells. */
    record Words(
            String hardened, String between, String list, String text, String live, String restart, String secret) {}

    static KeyTable chinese(Translation translation) {
        return new KeyTable(
                "| 键 | 默认值 | 范围 | 立即生效 | 含义 |",
                new Words("；hardened: ", " 至 ", "列表", "文本", "是", "需重启", "机密。"),
                translation::of);
    }

    String of(ConfigFile file) {
        String rows = SchemaKeys.of(file).stream().map(this::row).collect(Collectors.joining("\n"));
        return head + "\n| --- | --- | --- | --- | --- |\n" + rows;
    }

    private String row(SchemaKeys.Key key) {
        String standard = key.schema().has("default") ? "`" + key.schema().get("default") + "`" : "";
        if (key.schema().has("x-hardened")) {
            standard += words.hardened() + "`" + key.schema().get("x-hardened") + "`";
        }
        String meaning = translation.apply(key.description()) + (key.isSecret() ? words.secret() : "");
        return "| " + String.join(" | ", List.of("`" + key.path() + "`", standard, range(key), live(key), meaning))
                + " |";
    }

    private String range(SchemaKeys.Key key) {
        if (key.isFlag()) {
            return "true, false";
        }
        String kind = key.isList() ? words.list() : words.text();
        return key.bounds(words.between()).orElse(key.words().isEmpty() ? kind : String.join(", ", key.words()));
    }

    private String live(SchemaKeys.Key key) {
        return key.isLive() ? words.live() : words.restart();
    }
}
