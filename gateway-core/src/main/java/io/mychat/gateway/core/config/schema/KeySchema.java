package io.mychat.gateway.core.config.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The schema of one key.
 *
 * @param name the key
 * @param declaration the key's own schema; missing when the key is not declared
 * @param isLive whether a running gateway adopts another value
 * @param isOpen whether the value may be shown
 */
public record KeySchema(String name, JsonNode declaration, boolean isLive, boolean isOpen) {

    private static final Pattern END = Pattern.compile("(?<!\\\\)\\$(?=\\||$)");

    public boolean isDeclared() {
        return !declaration.isMissingNode();
    }

    /** The least number that is allowed. */
    public long min() {
        return bound("minimum");
    }

    /** The greatest number that is allowed. */
    public long max() {
        return bound("maximum");
    }

    /** The value of an absent number; {@link #min} when the schema has no default, since the key is optional then. */
    public long defaultNumber() {
        return declaration.path("default").asLong(min());
    }

    /** Whether the default is that of a profile. */
    public boolean isProfiled() {
        return declaration.has(ConfigSchema.PROFILE);
    }

    /** The value of an absent flag; false when the schema has no default. */
    public boolean defaultFlag() {
        requireDeclared();
        return declaration.path("default").asBoolean();
    }

    /** The value of an absent text. */
    public Optional<String> defaultText() {
        return Optional.ofNullable(declaration.path("default").textValue());
    }

    /** The texts of an absent list; empty when the schema has no default. */
    public List<String> defaultTexts() {
        return texts(declaration.path("default"));
    }

    /** The value of the profile hardened as text; empty when that profile leaves the key alone. */
    public Optional<String> hardened() {
        JsonNode strict = declaration.path(ConfigSchema.HARDENED);
        return strict.isMissingNode() ? Optional.empty() : Optional.of(shown(strict));
    }

    /**
     * Whether a value is less strict than that of the profile hardened: nearer to the usual default or beyond it, or 0 where that is
     * no limit. False for keys that the profile leaves alone.
     *
     * @param value a number, a flag, a text or a list of texts
     */
    public boolean isLooserThanHardened(Object value) {
        JsonNode strict = declaration.path(ConfigSchema.HARDENED);
        if (value instanceof Number number && strict.isNumber()) {
            long given = number.longValue();
            long limit = strict.longValue();
            boolean isLimit = min() == 0 || declaration.path("default").longValue() > limit;
            return isLimit ? given > limit || (given == 0 && limit > 0) : given < limit;
        }
        if (value instanceof List<?> texts && strict.isArray()) {
            Set<String> allowed = new HashSet<>();
            strict.forEach(text -> allowed.add(text.asText()));
            return !allowed.containsAll(texts);
        }
        return !strict.isMissingNode() && !strict.asText().equals(value.toString());
    }

    private static String shown(JsonNode value) {
        return value.isArray()
                ? StreamSupport.stream(value.spliterator(), false)
                        .map(JsonNode::asText)
                        .collect(Collectors.joining(", "))
                : value.asText();
    }

    /** The words that are allowed; empty when the text is free. */
    public List<String> words() {
        JsonNode plain = declaration.path("enum");
        JsonNode words = plain.isArray() ? plain : declaration.at("/anyOf/0/enum");
        return texts(words);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        for (JsonNode text : array) {
            texts.add(text.asText());
        }
        return List.copyOf(texts);
    }

    /**
     * The fault of a text: the schema's {@code x-rule} when the {@code pattern} does not match; empty when it is valid.
     */
    public Optional<String> textFault(String text) {
        Optional<String> rule = rule();
        return rule.isPresent() && pattern().matcher(text).find() ? Optional.empty() : rule;
    }

    /** In a schema {@code $} is the end of the text; in Java it may be before a last line break. */
    private Pattern pattern() {
        return Pattern.compile(END.matcher(declaration.path("pattern").asText()).replaceAll("\\\\z"));
    }

    /** The schema's {@code x-rule}, a description of valid texts for people. */
    public Optional<String> rule() {
        String rule = declaration.path("x-rule").asText();
        return rule.isEmpty() ? Optional.empty() : Optional.of(rule);
    }

    /** Throws an {@link IllegalArgumentException} when a number is out of bounds. */
    public void check(long value) {
        if (value < min() || value > max()) {
            throw new IllegalArgumentException(name + " must be from " + min() + " to " + max() + ", not " + value);
        }
    }

    private void requireDeclared() {
        if (!isDeclared()) {
            throw new IllegalStateException(
                    "the schema does not declare " + name
                            + "; a module declares its keys in its gateway_config.schema.json, a plug-in in its plugin.schema.json");
        }
    }

    private long bound(String keyword) {
        requireDeclared();
        JsonNode bound = declaration.path(keyword);
        if (!bound.isIntegralNumber()) {
            throw new IllegalStateException("the schema declares no " + keyword + " of " + name);
        }
        return bound.longValue();
    }
}
