package io.mychat.gateway.core.config.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.config.ReloadOutcome;
import io.mychat.gateway.core.config.schema.ConfigSchema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All values of one file by their JSON paths, defaults included, for the comparison of two configurations. Holds
 * secrets and shows none. One thread fills it; afterwards it is only read.
 */
public final class ConfigValues {

    public static final String NOT_SHOWN = "(not shown)";
    private static final String NOT_SET = "(not set)";
    private static final String SET = "(set)";
    private static final Pattern SECTION = Pattern.compile("(\\$\\.[^.\\[]+)\\.");
    private static final int LONGEST_SHOWN = 200;

    private final Map<String, Value> byPath = new TreeMap<>();

    /** The sources of a value. */
    enum Source {
        FILE,
        ENVIRONMENT,
        PROGRAM,
        /** The default of {@code security.profile}, which the configuration names. */
        PROFILE,
        DEFAULT
    }

    /**
     * @param raw a text, a number, a flag or a list of texts
     * @param source the source of the value
     */
    record Value(Object raw, Source source) {

        String text() {
            return raw.toString();
        }

        /** The texts that are not empty: of a list each. */
        Stream<String> texts() {
            Stream<?> all = raw instanceof List<?> list ? list.stream() : Stream.of(raw);
            return all.map(Object::toString).filter(text -> !text.isEmpty());
        }

        /** The environment is where secrets are kept. */
        boolean isFromEnvironment() {
            return source == Source.ENVIRONMENT;
        }

        boolean isDefault() {
            return source == Source.DEFAULT;
        }

        /** Whether neither the profile nor the schema's default is the value. */
        boolean isWritten() {
            return source != Source.DEFAULT && source != Source.PROFILE;
        }

        @Override
        public String toString() {
            return NOT_SHOWN;
        }
    }

    public void put(String path, Object value, Source source) {
        byPath.put(path, new Value(value, source));
    }

    /** The paths of secrets whose value is in the file itself, and not in a variable that the file names. */
    public List<String> secretsInFile(ConfigSchema schema) {
        return byPath.entrySet().stream()
                .filter(entry -> entry.getValue().source() == Source.FILE
                        && !entry.getValue().text().isEmpty()
                        && schema.key(entry.getKey()).isDeclared()
                        && !schema.key(entry.getKey()).isOpen())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The value of a key as text; empty: it was not read. */
    public Optional<String> text(String path) {
        return Optional.ofNullable(byPath.get(path)).map(Value::text);
    }

    /** Whether a key below this path was read. */
    public boolean hasBelow(String path) {
        return below(path).findAny().isPresent();
    }

    /** The paths of secrets whose value satisfies a condition. */
    public List<String> secretsThat(ConfigSchema schema, Predicate<String> condition) {
        return byPath.entrySet().stream()
                .filter(entry -> schema.key(entry.getKey()).isDeclared()
                        && !schema.key(entry.getKey()).isOpen()
                        && entry.getValue().texts().anyMatch(condition))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The paths of values that the configuration writes less strictly than the profile hardened has them. */
    public List<String> looserThanHardened(ConfigSchema schema) {
        return byPath.entrySet().stream()
                .filter(entry -> entry.getValue().isWritten()
                        && schema.key(entry.getKey())
                                .isLooserThanHardened(entry.getValue().raw()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The values that differ in {@code next}. */
    public List<ReloadOutcome.Change> changes(ConfigValues next, ConfigSchema schema) {
        List<ReloadOutcome.Change> changes = new ArrayList<>();
        for (String path : different(next)) {
            boolean open = schema.key(path).isOpen();
            changes.add(new ReloadOutcome.Change(path, shown(path, open), next.shown(path, open)));
        }
        next.bareSectionsBeyond(this).forEach(path -> changes.add(new ReloadOutcome.Change(path, NOT_SET, SET)));
        bareSectionsBeyond(next).forEach(path -> changes.add(new ReloadOutcome.Change(path, SET, NOT_SET)));
        return changes;
    }

    /** The paths of keys, and of sections without one, that differ in {@code next} and take effect only after a restart. */
    public List<String> restartNeeded(ConfigValues next, ConfigSchema schema) {
        return Stream.of(
                        different(next).stream()
                                .filter(path -> !schema.key(path).isLive()),
                        next.bareSectionsBeyond(this).stream().filter(path -> !next.isLive(path, schema)),
                        bareSectionsBeyond(next).stream().filter(path -> !isLive(path, schema)))
                .flatMap(paths -> paths)
                .toList();
    }

    /** All values as in the file, where a secret is only said to be set or not. */
    public ObjectNode shown(ConfigSchema schema) {
        return new ShownValues(schema).of(byPath);
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
            boolean isWritten = (before != null && !before.isDefault()) || (after != null && !after.isDefault());
            boolean same = before != null && after != null && before.text().equals(after.text());
            // The defaults of an object come and go with it and are not reported.
            if (isWritten && !same) {
                different.add(path);
            }
        }
        return different;
    }

    /**
     * The sections that only this object has, and that say something by being there, because all their values are defaults:
     * with {@code "redis": {}} a gateway keeps its sessions elsewhere.
     */
    private Set<String> bareSectionsBeyond(ConfigValues other) {
        Set<String> bare = sections();
        bare.removeAll(other.sections());
        bare.removeIf(section -> byPath.entrySet().stream()
                .anyMatch(entry -> entry.getKey().startsWith(section + ".")
                        && !entry.getValue().isDefault()));
        return bare;
    }

    private Set<String> sections() {
        return byPath.keySet().stream()
                .map(SECTION::matcher)
                .filter(Matcher::lookingAt)
                .map(matcher -> matcher.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Stream<String> below(String section) {
        return byPath.keySet().stream().filter(key -> key.startsWith(section + "."));
    }

    private boolean isLive(String section, ConfigSchema schema) {
        return below(section).allMatch(key -> schema.key(key).isLive());
    }

    private String shown(String path, boolean open) {
        Value value = byPath.get(path);
        if (value == null) {
            return NOT_SET;
        }
        if (!open || value.isFromEnvironment()) {
            return NOT_SHOWN;
        }
        return JsonPath.printable(value.text(), LONGEST_SHOWN);
    }
}
