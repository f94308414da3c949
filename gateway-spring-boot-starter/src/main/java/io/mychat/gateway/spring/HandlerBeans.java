package io.mychat.gateway.spring;

import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.spi.message.Command;
import io.mychat.gateway.spi.message.HandlerDefinition;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;

/**
 * Finds the handlers among the beans: {@link HandlerDefinition}s, and beans with {@link Command} methods. Their methods
 * are called on the bean, so that its proxy (transactions, security, validation) works. Looked for when all beans exist,
 * because a handler may have the gateway.
 */
final class HandlerBeans {

    private static final String SPRING = "org.springframework.";

    private final ConfigurableListableBeanFactory beans;

    HandlerBeans(ConfigurableListableBeanFactory beans) {
        this.beans = beans;
    }

    /** @throws BeanCreationException for a bean whose methods cannot be handlers; it names the bean */
    void registerWith(GatewayServer gateway) {
        beans.getBeanProvider(HandlerDefinition.class).orderedStream().forEach(gateway::registerMessageHandler);
        for (String name : beans.getBeanNamesForType(Object.class)) {
            Class<?> type = ScopedProxyUtils.isScopedTarget(name) ? null : typeOf(name);
            if (type != null && hasCommands(type)) {
                register(gateway, name, type);
            }
        }
    }

    private void register(GatewayServer gateway, String name, Class<?> type) {
        if (!beans.isSingleton(name)) {
            throw new BeanCreationException(
                    name, type.getName() + " has methods with @Command, so the bean must be a singleton");
        }
        Object bean = beans.getBean(name);
        if (!type.isInstance(bean)) {
            throw new BeanCreationException(
                    name,
                    "The proxy of " + type.getName()
                            + " has its interfaces only, and not its methods with @Command: set proxyTargetClass = true");
        }
        try {
            HandlerDefinition.ofMethods(bean, type).forEach(gateway::registerMessageHandler);
        } catch (IllegalArgumentException e) {
            throw new BeanCreationException(name, String.valueOf(e.getMessage()), e);
        }
    }

    /** The class with the annotations, behind a proxy; null for beans that have none. */
    private @Nullable Class<?> typeOf(String name) {
        Class<?> found = AutoProxyUtils.determineTargetClass(beans, name);
        if (found == null) {
            return null;
        }
        Class<?> type = ClassUtils.getUserClass(found);
        return type.getName().startsWith(SPRING) || !AnnotationUtils.isCandidateClass(type, Command.class)
                ? null
                : type;
    }

    private static boolean hasCommands(Class<?> type) {
        try {
            return hasCommands(type.getMethods()) || hasCommands(type.getDeclaredMethods());
        } catch (NoClassDefFoundError e) { // a bean of a library whose optional dependency is missing
            return false;
        }
    }

    private static boolean hasCommands(Method[] methods) {
        for (Method method : methods) {
            if (method.isAnnotationPresent(Command.class)) {
                return true;
            }
        }
        return false;
    }
}
