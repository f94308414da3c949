package io.mychat.gateway.core.config.json;

import io.mychat.gateway.core.config.ConfigChange;
import io.mychat.gateway.core.config.schema.ConfigSchema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All values of one file by their JSON paths, defaults included, to tell two configurations apart. Holds secrets, and shows
 * none. Filled by one thread, then only read.
 */
public final class ConfigValues {

    public static final String NOT_SHOWN = "(not shown)";
    private static final String NOT_SET = "(not set)";
    private static final int LONGEST_SHOWN = 200;

    private final Map<String, Value> byPath = new TreeMap<>();

    /** Where a value comes from. */
    enum Source {
        FILE,
        ENVIRONMENT,
        PROGRAM,
        DEFAULT
    }

    /**
     * @param source where it stands
     */
    private record Value(String text, Source source) {

        /** Came from the environment, where secrets are kept. */
        boolean foreign() {
            return source == Source.ENVIRONMENT;
        }

        /** Nobody has said it. */
        boolean standard() {
            return source == Source.DEFAULT;
        }

        @Override
        public String toString() {
            return NOT_SHOWN;
        }
    }

    public void put(String path, Object value, Source source) {
        byPath.put(path, new Value(value.toString(), source));
    }

    /** The paths of secrets that stand in the file itself, and not only the name of a variable. */
    public List<String> secretsInFile(ConfigSchema schema) {
        return byPath.entrySet().stream()
                .filter(entry -> entry.getValue().source() == Source.FILE
                        && !entry.getValue().text().isEmpty()
                        && schema.key(entry.getKey()).isDeclared()
                        && !schema.key(entry.getKey()).isOpen())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** What is different in {@code next}. */
    public List<ConfigChange> changes(ConfigValues next, ConfigSchema schema) {
        List<ConfigChange> changes = new ArrayList<>();
        for (String path : different(next)) {
            boolean open = schema.key(path).isOpen();
            changes.add(new ConfigChange(path, shown(path, open), next.shown(path, open)));
        }
        return changes;
    }

    /** The paths of keys that are different in {@code next} and count only after a restart. */
    public List<String> restartNeeded(ConfigValues next, ConfigSchema schema) {
        return different(next).stream()
                .filter(path -> !schema.key(path).isLive())
                .toList();
    }

    public List<String> undeclared(ConfigSchema schema) {
        return byPath.keySet().stream()
                .filter(path -> !schema.key(path).isDeclared())
                .toList();
    }

    private Set<String> different(ConfigValues next) {
        Set<String> paths = new TreeSet<>(byPath.keySet());
        paths.addAll(next.byPath.keySet());
        Set<String> different = new LinkedHashSet<>();
        for (String path : paths) {
            Value before = byPath.get(path);
            Value after = next.byPath.get(path);
            boolean said = (before != null && !before.standard()) || (after != null && !after.standard());
            boolean same = before != null && after != null && before.text().equals(after.text());
            // The defaults of an object come and go with it, and are no change of their own.
            if (said && !same) {
                different.add(path);
            }
        }
        return different;
    }

    private String shown(String path, boolean open) {
        Value value = byPath.get(path);
        if (value == null) {
            return NOT_SET;
        }
        if (!open || value.foreign()) {
            return NOT_SHOWN;
        }
        return JsonPath.printable(value.text(), LONGEST_SHOWN);
    }
}
