package io.mychat.gateway.core.config;

/**
 * The change of a key at a reload.
 *
 * @param path the JSON path of the key
 * @param before the previous value as text; possible secrets are not shown
 * @param after the new value, as {@code before}
 */
public record ConfigChange(String path, String before, String after) {

    /** One line for people. */
    @Override
    public String toString() {
        return path + ": " + before + " -> " + after;
    }
}
