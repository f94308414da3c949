package io.mychat.gateway.spring;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ReflectionUtils;

/**
 * Calls of a gateway as beans that exist before it. A bean that handles messages can have them, although the gateway is
 * made of such beans. Before the start and after the stop they throw an {@link IllegalStateException}.
 */
final class RunningGateway {

    private RunningGateway() {}

    /** @param calls asked at each call */
    static <T> T calls(Class<T> type, Supplier<T> calls) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> ReflectionUtils.isObjectMethod(method)
                        ? ofObject(proxy, method, arguments)
                        : invoke(method, calls.get(), arguments)));
    }

    private static Object ofObject(Object proxy, Method method, @Nullable Object[] arguments) {
        return switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> proxy.getClass().getInterfaces()[0].getSimpleName() + " of the gateway";
        };
    }

    private static @Nullable Object invoke(Method method, Object target, @Nullable Object[] arguments)
            throws Throwable { // that of the call
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }
}
