package io.mychat.gateway.core.config.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A value and its origin.
 *
 * @param node a missing node without a value
 * @param origin the kind of origin
 * @param source the name of the file in faults
 * @param place the JSON path or the name of the variable
 */
public record ResolvedValue(JsonNode node, Origin origin, String source, String place) {

    private static final int LONGEST_SHOWN = 40;
    private static final Pattern SECRET =
            Pattern.compile("secret|passw|passphrase|credential|private|token|_key|^key|pepper|salt|sha256");

    public enum Origin {
        /** Written in the file; strictly typed. */
        FILE(ConfigValues.Source.FILE),
        /** Set by the program; strictly typed, and its texts have no placeholders. */
        SETTINGS(ConfigValues.Source.PROGRAM),
        /** From the environment, where everything is a text that may stand for a number, a flag or a list. */
        VARIABLE(ConfigValues.Source.ENVIRONMENT);

        private final ConfigValues.Source source;

        Origin(ConfigValues.Source source) {
            this.source = source;
        }

        /** The same, as it is kept beside the value. */
        ConfigValues.Source source() {
            return source;
        }
    }

    /** The elements of an array. */
    public List<ResolvedValue> elements() {
        return IntStream.range(0, node.size())
                .mapToObj(i -> new ResolvedValue(node.get(i), origin, source, JsonPath.element(place, i)))
                .toList();
    }

    public boolean isAbsent() {
        return node.isMissingNode() || node.isNull();
    }

    public boolean isPlaceholder() {
        return origin == Origin.FILE && node.isTextual() && Environment.hasPlaceholder(node.textValue());
    }

    public Optional<String> word() {
        return origin == Origin.VARIABLE ? Optional.of(node.asText().strip()) : Optional.empty();
    }

    public Optional<Long> number() {
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return Optional.of(node.longValue());
        }
        try {
            return word().map(Long::valueOf);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    public Optional<Boolean> flag() {
        if (node.isBoolean()) {
            return Optional.of(node.booleanValue());
        }
        return word().filter(w -> w.equals("true") || w.equals("false")).map(Boolean::valueOf);
    }

    /** The suffix {@code , not "abc"} of a fault; empty for values that may be secrets or come from the environment. */
    public String shown(String key) {
        if (node.isContainerNode()) {
            return node.isObject() ? ", not an object" : ", not a list";
        }
        String text = node.toString();
        boolean hidden = origin == Origin.VARIABLE
                || text.length() > LONGEST_SHOWN
                || SECRET.matcher(key.toLowerCase(Locale.ROOT)).find();
        return hidden ? "" : ", not " + JsonPath.printable(text);
    }
}
