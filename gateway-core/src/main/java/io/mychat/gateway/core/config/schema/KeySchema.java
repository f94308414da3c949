package io.mychat.gateway.core.config.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
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

    /** The words that are allowed; empty when the text is free. */
    public List<String> words() {
        JsonNode plain = declaration.path("enum");
        JsonNode words = plain.isArray() ? plain : declaration.at("/anyOf/0/enum");
        return StreamSupport.stream(words.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /**
     * The fault of a text: the schema's {@code x-rule} when the {@code pattern} does not match; empty when it is valid.
     */
    public Optional<String> textFault(String text) {
        return rule().filter(rule -> !pattern().matcher(text).find());
    }

    /** In a schema {@code $} is the end of the text; in Java it may be before a last line break. */
    private Pattern pattern() {
        return Pattern.compile(END.matcher(declaration.path("pattern").asText()).replaceAll("\\\\z"));
    }

    /** The schema's {@code x-rule}, a description of valid texts for people. */
    public Optional<String> rule() {
        return Optional.of(declaration.path("x-rule").asText()).filter(rule -> !rule.isEmpty());
    }

    /** Throws an {@link IllegalArgumentException} when a number is out of bounds. */
    public void check(long value) {
        if (value < min() || value > max()) {
            throw new IllegalArgumentException(name + " must be from " + min() + " to " + max() + ", not " + value);
        }
    }

    private void requireDeclared() {
        if (!isDeclared()) {
            throw new IllegalStateException("the schema does not declare " + name
                    + "; a module declares its keys in its gateway_config.schema.json");
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
