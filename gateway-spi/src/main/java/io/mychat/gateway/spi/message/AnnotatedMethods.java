package io.mychat.gateway.spi.message;

import io.mychat.gateway.spi.session.Session;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes handlers of the methods with a {@link Command}. */
final class AnnotatedMethods {

    private AnnotatedMethods() {}

    /** A payload that is not read. */
    record NoPayload() {}

    /** @param type the class with the annotations: that of the bean, or one above */
    static List<HandlerDefinition> of(Object bean, Class<?> type) {
        if (!type.isInstance(bean)) {
            throw new IllegalArgumentException(
                    bean.getClass().getName() + " is no " + type.getName() + ", whose methods have @Command");
        }
        List<HandlerDefinition> found = new ArrayList<>();
        Arrays.stream(type.getMethods())
                .filter(method -> method.isAnnotationPresent(Command.class) && !method.isBridge())
                .sorted(Comparator.comparing(Method::getName))
                .forEach(method -> found.add(definition(bean, type, method)));
        for (Method method : type.getDeclaredMethods()) {
            if (method.isAnnotationPresent(Command.class) && !found.isEmpty() && !isPublic(method)) {
                throw new IllegalArgumentException(method + " has @Command and must be public");
            }
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException(type.getName() + " has no public method with @Command");
        }
        return List.copyOf(found);
    }

    private static boolean isPublic(Method method) {
        return Modifier.isPublic(method.getModifiers());
    }

    private static HandlerDefinition definition(Object bean, Class<?> type, Method method) {
        Command command = method.getAnnotation(Command.class);
        String name = command.name().isEmpty() ? type.getSimpleName() + "." + method.getName() : command.name();
        HandlerDefinition.Builder builder =
                definition(name, payload(method), bean, method).madeOf(type).sensitivity(command.sensitivity());
        Arrays.stream(command.value()).forEach(builder::command);
        Arrays.stream(command.roles()).forEach(builder::role);
        if (command.concurrent()) {
            builder.concurrent();
        }
        if (command.timeoutMillis() != 0) {
            builder.timeout(Duration.ofMillis(command.timeoutMillis()));
        }
        return builder.build();
    }

    private static <P extends Record> HandlerDefinition.Builder definition(
            String name, Class<P> payload, Object bean, Method method) {
        if (!method.trySetAccessible()) {
            throw new IllegalArgumentException(method + " cannot be called: open its package to io.mychat.gateway.spi");
        }
        Class<?>[] types = method.getParameterTypes();
        return HandlerDefinition.payload(name, payload, (data, message, context) -> {
            @Nullable Object[] arguments = new @Nullable Object[types.length];
            for (int i = 0; i < types.length; i++) {
                arguments[i] = argument(types[i], data, message, context);
            }
            try {
                return method.invoke(bean, arguments);
            } catch (InvocationTargetException e) {
                throw thrown(e.getCause());
            }
        });
    }

    private static @Nullable Object argument(
            Class<?> type, Record data, UnifiedMessage message, MessageContext context) {
        if (type == UnifiedMessage.class) {
            return message;
        }
        if (type == MessageContext.class) {
            return context;
        }
        return type == Session.class ? context.session().orElse(null) : data;
    }

    private static Exception thrown(@Nullable Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof Exception exception ? exception : new IllegalStateException(cause);
    }

    /** The payload's type; checks the parameters. */
    private static Class<? extends Record> payload(Method method) {
        Class<? extends Record> payload = NoPayload.class;
        Set<Class<?>> seen = new HashSet<>();
        for (Class<?> type : method.getParameterTypes()) {
            boolean isKnown = type == UnifiedMessage.class || type == MessageContext.class || type == Session.class;
            if (type.isRecord() && !isKnown) {
                payload = type.asSubclass(Record.class);
            } else if (!isKnown) {
                throw new IllegalArgumentException(
                        method + " has the parameter " + type.getName() + ": a payload must be a record");
            }
            if (!seen.add(isKnown ? type : Record.class)) {
                throw new IllegalArgumentException(method + " has two parameters of one kind");
            }
        }
        return payload;
    }
}
