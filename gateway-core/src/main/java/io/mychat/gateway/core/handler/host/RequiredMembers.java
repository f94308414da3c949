package io.mychat.gateway.core.handler.host;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
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

    /** Found once for each record class, and forgotten with the class. */
    private static final ClassValue<List<Member>> MEMBERS = new ClassValue<>() {
        @Override
        protected List<Member> computeValue(Class<?> type) {
            return Arrays.stream(type.getRecordComponents())
                    .map(RequiredMembers::member)
                    .toList();
        }
    };

    /**
     * A component of a record.
     *
     * @param name its name in JSON
     */
    private record Member(String name, Method accessor, boolean primitive, boolean nullable) {}

    private RequiredMembers() {}

    /**
     * The path of the first missing member, below a path.
     *
     * @param node what the value was read from
     */
    static Optional<String> missing(@Nullable Object value, JsonNode node, String path) {
        if (value instanceof Record parent) {
            for (Member member : MEMBERS.get(parent.getClass())) {
                Optional<String> found = missing(parent, member, node, path);
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
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

    private static Optional<String> missing(Record parent, Member member, JsonNode node, String path) {
        Object value = value(parent, member.accessor());
        // A number that is absent is read as 0.
        boolean absent = value == null || (member.primitive() && !node.has(member.name()));
        if (absent) {
            return member.nullable() ? Optional.empty() : Optional.of(path + "." + member.name());
        }
        return value instanceof Record || value instanceof List || value instanceof Map
                ? missing(value, node.path(member.name()), path + "." + member.name())
                : Optional.empty();
    }

    private static @Nullable Object value(Record parent, Method accessor) {
        try {
            return accessor.invoke(parent);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(parent.getClass().getName() + " cannot be read", e);
        }
    }

    private static Member member(RecordComponent component) {
        JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
        component.getAccessor().trySetAccessible();
        return new Member(
                renamed == null || renamed.value().isEmpty() ? NAMES.translate(component.getName()) : renamed.value(),
                component.getAccessor(),
                component.getType().isPrimitive(),
                isNullable(component));
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
