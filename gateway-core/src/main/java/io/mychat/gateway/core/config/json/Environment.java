package io.mychat.gateway.core.config.json;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The environment variables that override keys by their name or fill in placeholders. An empty variable counts as not
 * set. So does a service link: Kubernetes and Docker set {@code REDIS_PORT=tcp://10.96.0.11:6379} for a service named
 * {@code redis}, and {@code GATEWAY_REDIS_PORT} for one named {@code gateway-redis}. Immutable.
 */
public final class Environment {

    /** The label of a fault in a value from a variable, in place of a file's name. */
    public static final String LABEL = "environment";

    private static final String PREFIX = "GATEWAY";
    private static final Map<String, String> SHORT_NAMES = Map.of(
            "GATEWAY_REDIS_HOST", "REDIS_HOST",
            "GATEWAY_REDIS_PORT", "REDIS_PORT",
            "GATEWAY_REDIS_PASSWORD", "REDIS_PASSWORD");
    /** The name that stands for a file, with its path in the place of a default. */
    private static final String FILE = "file";

    private static final String OPENING = "${";
    private static final Pattern PLACEHOLDER =
            Pattern.compile("\\$\\{(?:(?<name>[A-Za-z_][A-Za-z0-9_]*)(?<default>:[^}]*)?\\})?");

    private static final Pattern SERVICE_LINK = Pattern.compile("(?:tcp|udp|sctp)://\\S+:\\d{1,5}");

    private final Map<String, String> variables;
    private final UnaryOperator<String> files;

    /** For files that name no other file. */
    public Environment(Map<String, String> variables) {
        this(variables, path -> {
            throw new IllegalArgumentException("${file:PATH} is not allowed here");
        });
    }

    /**
     * @param files returns the text of the file with this path; throws {@link IllegalArgumentException}, which says why it
     *     cannot
     */
    public Environment(Map<String, String> variables, UnaryOperator<String> files) {
        this.variables = Map.copyOf(variables);
        this.files = files;
    }

    /** The variable that overrides a key, when it is set. */
    public Optional<Variable> override(String sectionName, String key) {
        String name = sectionName + "_" + key.toUpperCase(Locale.ROOT).replace('-', '_');
        Optional<Variable> variable = variable(name);
        String shortName = SHORT_NAMES.get(name);
        return variable.isPresent() || shortName == null ? variable : variable(shortName);
    }

    /** The prefix of the variables of a section. */
    public static String sectionName(String parent, String key) {
        return parent + "_" + key.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    public static String rootName() {
        return PREFIX;
    }

    public static boolean hasPlaceholder(String text) {
        return text.contains(OPENING);
    }

    /**
     * Fills in {@code ${NAME}}, {@code ${NAME:default}} and {@code ${file:PATH}}. Placeholders in what is filled in are not
     * filled in.
     *
     * @throws IllegalArgumentException when a variable without default is not set, a file cannot be read, or a placeholder is
     *     broken
     */
    public String expand(String text) {
        StringBuilder expanded = new StringBuilder();
        Matcher matcher = PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            String name = matcher.group("name");
            if (name == null) {
                throw new IllegalArgumentException("a placeholder is ${NAME}, ${NAME:default} or ${file:PATH}");
            }
            String fallback = matcher.group("default");
            if (name.equals(FILE) && fallback != null) {
                matcher.appendReplacement(expanded, Matcher.quoteReplacement(files.apply(fallback.substring(1))));
                continue;
            }
            Optional<Variable> variable = variable(name);
            if (variable.isEmpty() && fallback == null) {
                throw new IllegalArgumentException("the environment variable " + name
                        + " is not set, or empty; set it, or write ${" + name + ":default}");
            }
            String value = variable.map(Variable::value).orElseGet(() -> fallback == null ? "" : fallback.substring(1));
            matcher.appendReplacement(expanded, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(expanded).toString();
    }

    /** Whether the text names no variable that is set, so that its value comes from the file alone. */
    public boolean fillsInNothing(String text) {
        return PLACEHOLDER
                .matcher(text)
                .results()
                .map(placeholder -> placeholder.group(1))
                .allMatch(name ->
                        name != null && !name.equals(FILE) && variable(name).isEmpty());
    }

    private Optional<Variable> variable(String name) {
        String value = variables.getOrDefault(name, "");
        return value.isEmpty() || isServiceLink(name, value)
                ? Optional.empty()
                : Optional.of(new Variable(name, value));
    }

    private static boolean isServiceLink(String name, String value) {
        return name.contains("_PORT") && SERVICE_LINK.matcher(value).matches();
    }

    /** A variable that is set. */
    record Variable(String name, String value) {}
}
