package io.mychat.gateway.core.config.reading;

import io.mychat.gateway.spi.config.ConfigSection;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Texts that mean something: paths, words out of a list, lists of parsed things. */
public final class ConfigParsers {

    private ConfigParsers() {}

    /** A path as it is written; not resolved, not checked to exist. */
    public static Optional<Path> path(ConfigSection section, String key) {
        Optional<String> text = section.text(key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            if (!text.get().isBlank()) {
                return Optional.of(Path.of(text.get()));
            }
        } catch (InvalidPathException e) {
            // The same fault as for a blank one.
        }
        section.fault(key, "must be the path of a file");
        return Optional.empty();
    }

    /** One of the constants of {@code type}, written in lower case. */
    public static <E extends Enum<E>> Optional<E> word(ConfigSection section, String key, Class<E> type) {
        Optional<String> text = section.text(key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        for (E constant : type.getEnumConstants()) {
            if (text.get().equals(wordOf(constant))) {
                return Optional.of(constant);
            }
        }
        section.fault(
                key,
                "must be "
                        + Stream.of(type.getEnumConstants())
                                .map(ConfigParsers::wordOf)
                                .collect(Collectors.joining(" or ")));
        return Optional.empty();
    }

    /** A list whose elements {@code parser} understands; it throws IllegalArgumentException with what is wrong. */
    public static <T> List<T> list(ConfigSection section, String key, Function<String, T> parser) {
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

    /** The names of roles. */
    public static Set<String> roles(ConfigSection section, String key) {
        return new LinkedHashSet<>(list(section, key, role -> {
            if (role.isBlank()) {
                throw new IllegalArgumentException("a role must not be blank");
            }
            return role;
        }));
    }

    private static String wordOf(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
