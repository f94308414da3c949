package io.mychat.gateway.spring.settings;

/** Names of properties for keys of the configuration: {@code server.max_json_depth} is {@code mychat.server.max-json-depth}. */
public final class PropertyName {

    /** Where all properties are. */
    static final String PREFIX = "mychat";

    private PropertyName() {}

    /** The property of a JSON path, such as {@code $.server.max_json_depth}. */
    public static String ofPath(String path) {
        return of(path.substring("$.".length()));
    }

    /** The property of a key with dots. */
    static String of(String key) {
        return PREFIX + "." + key.replace('_', '-');
    }

    /** The letters and digits, by which Spring compares names. */
    static String uniform(String text) {
        StringBuilder uniform = new StringBuilder(text.length());
        text.chars()
                .filter(Character::isLetterOrDigit)
                .map(Character::toLowerCase)
                .forEach(c -> uniform.append((char) c));
        return uniform.toString();
    }
}
