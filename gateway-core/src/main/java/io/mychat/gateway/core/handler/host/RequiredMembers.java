package io.mychat.gateway.core.handler.host;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the components of records that must not be null, and are. */
final class RequiredMembers {

    private static final PropertyNamingStrategies.SnakeCaseStrategy NAMES =
            new PropertyNamingStrategies.SnakeCaseStrategy();

    private RequiredMembers() {}

    /**
     * The path of the first missing member, below a path.
     *
     * @param node what the value was read from
     */
    static Optional<String> missing(@Nullable Object value, JsonNode node, String path) {
        if (value instanceof Record parent) {
            return Arrays.stream(parent.getClass().getRecordComponents())
                    .map(component -> missing(parent, component, node, path))
                    .flatMap(Optional::stream)
                    .findFirst();
        }
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                String at = path + "[" + i + "]";
                Optional<String> found = list.get(i) == null ? Optional.of(at) : missing(list.get(i), node.path(i), at);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> missing(
                            entry.getValue(), node.path(String.valueOf(entry.getKey())), path + "." + entry.getKey()))
                    .flatMap(Optional::stream)
                    .findFirst();
        }
        return Optional.empty();
    }

    private static Optional<String> missing(Record parent, RecordComponent component, JsonNode node, String path) {
        JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
        String name =
                renamed == null || renamed.value().isEmpty() ? NAMES.translate(component.getName()) : renamed.value();
        Object value = value(parent, component);
        // A number that is absent is read as 0.
        boolean absent = value == null || (component.getType().isPrimitive() && !node.has(name));
        if (absent) {
            return isNullable(component) ? Optional.empty() : Optional.of(path + "." + name);
        }
        return missing(value, node.path(name), path + "." + name);
    }

    private static @Nullable Object value(Record parent, RecordComponent component) {
        try {
            component.getAccessor().trySetAccessible();
            return component.getAccessor().invoke(parent);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(parent.getClass().getName() + " cannot be read", e);
        }
    }

    /** Any library's annotation of that name, on the component or its type. */
    private static boolean isNullable(RecordComponent component) {
        return isNullable((AnnotatedElement) component)
                || isNullable(component.getAnnotatedType())
                || isNullable(component.getAccessor());
    }

    private static boolean isNullable(AnnotatedElement element) {
        return Arrays.stream(element.getAnnotations())
                .map(Annotation::annotationType)
                .anyMatch(type -> type.getSimpleName().equals("Nullable"));
    }
}
