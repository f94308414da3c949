package io.mychat.gateway.alerts.text;

import io.mychat.gateway.spi.alert.AlertText;
import io.mychat.gateway.spi.alert.AlertText.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text with placeholders such as {@code {value}}. Immutable. */
public record MessageTemplate(String text) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z_]+)}");
    private static final int MOST = 2000;

    /**
     * Reads a template of the configuration.
     *
     * @param known the placeholders that it may have
     * @throws IllegalArgumentException with a message for the operator
     */
    public static MessageTemplate of(String text, Set<String> known) {
        if (text.length() > MOST) {
            throw new IllegalArgumentException("must have at most " + MOST + " characters");
        }
        PLACEHOLDER
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException("has an unknown placeholder {" + name + "}; there are "
                            + String.join(", ", known.stream().sorted().toList()));
                });
        return new MessageTemplate(text);
    }

    /** Fills in values; a placeholder without one stays as it is. */
    AlertText fill(Map<String, AlertText> values) {
        List<Part> parts = new ArrayList<>();
        Matcher matcher = PLACEHOLDER.matcher(text);
        int from = 0;
        while (matcher.find()) {
            AlertText value = values.get(matcher.group(1));
            if (value != null) {
                literal(parts, text.substring(from, matcher.start()));
                parts.addAll(value.parts());
                from = matcher.end();
            }
        }
        literal(parts, text.substring(from));
        return new AlertText(parts);
    }

    private static void literal(List<Part> parts, String text) {
        if (!text.isEmpty()) {
            parts.add(new Part(text, false));
        }
    }
}
