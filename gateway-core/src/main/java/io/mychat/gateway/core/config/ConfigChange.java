package io.mychat.gateway.core.config;

/**
 * A key that has another value than before.
 *
 * @param path its JSON path
 * @param before for people; a secret, and whatever may be one, is not shown
 * @param after as {@code before}
 */
public record ConfigChange(String path, String before, String after) {

    /** One line for people. */
    @Override
    public String toString() {
        return path + ": " + before + " -> " + after;
    }
}
