package io.mychat.gateway.spi.alert;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A text made from a template. It keeps apart what the administrator wrote in the template from the values that were
 * filled in, because a value may come from anybody: a channel with markup escapes the values and not the template.
 * Immutable.
 *
 * @since 0.1.0
 */
public record AlertText(List<Part> parts) {

    /**
     * @param isValue whether the text was filled in; otherwise it stands in the template
     */
    public record Part(String text, boolean isValue) {}

    public AlertText {
        parts = List.copyOf(parts);
    }

    /** A text without values. */
    public static AlertText literal(String text) {
        return new AlertText(List.of(new Part(text, false)));
    }

    /** A text that is a value as a whole. */
    public static AlertText value(String text) {
        return new AlertText(List.of(new Part(text, true)));
    }

    /** The text for a format without markup. */
    public String plain() {
        return escaped(UnaryOperator.identity());
    }

    /** The text for a format with markup. */
    public String escaped(UnaryOperator<String> escape) {
        return parts.stream()
                .map(part -> part.isValue() ? escape.apply(part.text()) : part.text())
                .collect(Collectors.joining());
    }

    /** This text, followed by another one. */
    public AlertText then(AlertText next) {
        List<Part> all = new ArrayList<>(parts);
        all.addAll(next.parts);
        return new AlertText(all);
    }
}
