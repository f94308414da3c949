package io.mychat.gateway.test;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.testkit.ManualTime;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.TestInstances;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** The {@link GatewaySetup} methods of a test, in their order. */
record SetupMethods(List<Call> calls) {

    /**
     * One method.
     *
     * @param target null for a static one
     */
    record Call(Method method, @Nullable Object target) {}

    /** Those of a class that may call them without an instance. */
    static SetupMethods ofClass(Class<?> owner) {
        List<Call> calls = new ArrayList<>();
        for (Method method : methods(owner)) {
            if (!Modifier.isStatic(method.getModifiers())) {
                throw new ExtensionConfigurationException("@GatewaySetup method " + name(method)
                        + " must be static, because one gateway serves all methods");
            }
            calls.add(new Call(method, null));
        }
        return new SetupMethods(calls);
    }

    /**
     * Those of a test method: of the class with the {@link GatewayTest} and of the nested classes down to the test's own.
     *
     * @param classes from the outermost to the innermost
     */
    static SetupMethods ofInstances(List<Class<?>> classes, TestInstances instances) {
        List<Call> calls = new ArrayList<>();
        for (Class<?> type : classes) {
            Object instance = instances.findInstance(type).orElse(null);
            for (Method method : methods(type)) {
                calls.add(new Call(method, Modifier.isStatic(method.getModifiers()) ? null : instance));
            }
        }
        return new SetupMethods(calls);
    }

    static List<Method> methods(Class<?> type) {
        return AnnotationSupport.findAnnotatedMethods(type, GatewaySetup.class, HierarchyTraversalMode.TOP_DOWN);
    }

    static String name(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }

    /** Calls them. */
    GatewayBuilder apply(GatewayBuilder builder, @Nullable ManualTime time) {
        for (Call call : calls) {
            List<Object> arguments = new ArrayList<>();
            for (Class<?> type : call.method().getParameterTypes()) {
                arguments.add(argument(type, builder, Optional.ofNullable(time), call.method()));
            }
            Object unused = ReflectionSupport.invokeMethod(call.method(), call.target(), arguments.toArray());
        }
        return builder;
    }

    private static Object argument(Class<?> type, GatewayBuilder builder, Optional<ManualTime> time, Method method) {
        if (type == GatewayBuilder.class) {
            return builder;
        }
        if (type == ManualTime.class && time.isPresent()) {
            return time.get();
        }
        throw new ExtensionConfigurationException("@GatewaySetup method " + name(method) + " has a parameter of type "
                + type.getSimpleName() + "; it can have a GatewayBuilder"
                + (time.isPresent() ? " and a ManualTime" : ", and with clock = MANUAL a ManualTime"));
    }
}
