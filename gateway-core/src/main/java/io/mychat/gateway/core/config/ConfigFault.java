package io.mychat.gateway.core.config;

/**
 * One fault of a configuration.
 *
 * @param file the file's name; {@code environment} or {@code settings} when the value comes from there
 * @param path the JSON path, the name of an environment variable, or empty when it concerns the file as a whole
 * @param message the problem and its solution, on one line, without values of secrets
 * @since 0.1.0
 */
public record ConfigFault(String file, String path, String message) {

    /** One line for people. */
    @Override
    public String toString() {
        return path.isEmpty() ? file + ": " + message : file + ": " + path + ": " + message;
    }
}
