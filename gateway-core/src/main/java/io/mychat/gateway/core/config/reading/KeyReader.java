package io.mychat.gateway.core.config.reading;

import io.mychat.gateway.core.config.AddressRange;
import io.mychat.gateway.core.config.json.JsonConfigSection;
import io.mychat.gateway.core.config.json.Suggestion;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads keys whose texts stand for something else: a constant, a path, the elements of a list. */
final class KeyReader {

    private KeyReader() {}

    /**
     * The constant for the word that is written; empty when the key is absent or the word is none of the declared ones.
     */
    static <E> Optional<E> writtenWord(JsonConfigSection section, String key, Class<E> type) {
        List<String> words = section.schema(key).words();
        Optional<String> text = section.written(key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (!words.contains(text.get())) {
            section.fault(key, "must be one of " + String.join(", ", words) + Suggestion.didYouMean(text.get(), words));
            return Optional.empty();
        }
        return Optional.of(constant(text.get(), type));
    }

    /** As {@link #writtenWord}, or else the declared default. */
    static <E> E word(JsonConfigSection section, String key, Class<E> type) {
        Optional<E> written = writtenWord(section, key, type);
        return written.isPresent()
                ? written.get()
                : constant(section.schema(key).defaultText().orElseThrow(), type);
    }

    /** A path as it is written; not resolved, not checked to exist. */
    static Optional<Path> path(JsonConfigSection section, String key) {
        try {
            Optional<String> text = section.text(key);
            return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text.get()));
        } catch (InvalidPathException e) {
            section.fault(key, section.schema(key).rule().orElse("must be the path of a file"));
            return Optional.empty();
        }
    }

    /** A list whose elements {@code parser} understands; it throws IllegalArgumentException with what is wrong. */
    static <T> List<T> list(JsonConfigSection section, String key, Function<String, T> parser) {
        List<T> parsed = new ArrayList<>();
        for (String text : section.texts(key)) {
            try {
                parsed.add(parser.apply(text));
            } catch (IllegalArgumentException e) {
                section.fault(key, String.valueOf(e.getMessage()));
            }
        }
        return List.copyOf(parsed);
    }

    /** No reference to the method: it would load the library of addresses for a configuration without any. */
    static List<AddressRange> addresses(JsonConfigSection section, String key) {
        return list(section, key, text -> AddressRange.parse(text));
    }

    /** The names of roles. */
    static Set<String> roles(JsonConfigSection section, String key) {
        Set<String> roles = new LinkedHashSet<>();
        for (String role : section.texts(key)) {
            if (role.isBlank()) {
                section.fault(key, "a role must not be blank");
            } else {
                roles.add(role);
            }
        }
        return roles;
    }

    private static <E> E constant(String word, Class<E> type) {
        String name = word.toUpperCase(Locale.ROOT).replace('-', '_');
        for (E constant : type.getEnumConstants()) {
            if (constant.toString().equals(name)) {
                return constant;
            }
        }
        throw new IllegalStateException(type + " has no constant " + name);
    }
}
