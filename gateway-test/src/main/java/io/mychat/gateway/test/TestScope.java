package io.mychat.gateway.test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Where the {@link GatewayTest} of a test class stands.
 *
 * @param classes from the class with the annotation down to the test class
 */
record TestScope(GatewayTest options, List<Class<?>> classes) {

    static TestScope of(Class<?> testClass) {
        List<Class<?>> classes = new ArrayList<>();
        for (Class<?> type = testClass; type != null; type = type.getEnclosingClass()) {
            classes.add(type);
            GatewayTest options =
                    AnnotationSupport.findAnnotation(type, GatewayTest.class).orElse(null);
            if (options != null) {
                Collections.reverse(classes);
                return new TestScope(options, List.copyOf(classes)).checked();
            }
        }
        throw new ExtensionConfigurationException(testClass.getName() + " has no @GatewayTest");
    }

    private TestScope checked() {
        if (options.nodes() < 1) {
            throw new ExtensionConfigurationException("@GatewayTest of " + owner().getSimpleName() + " has nodes = "
                    + options.nodes() + "; it needs at least 1");
        }
        if (isPerClass()) {
            classes.stream()
                    .skip(1)
                    .flatMap(nested -> SetupMethods.methods(nested).stream())
                    .findFirst()
                    .ifPresent(stray -> {
                        throw new ExtensionConfigurationException("@GatewaySetup method " + SetupMethods.name(stray)
                                + " is never called: one gateway serves all nested classes of "
                                + owner().getSimpleName());
                    });
        }
        return this;
    }

    boolean isPerClass() {
        return options.lifetime() == GatewayTest.Lifetime.CLASS;
    }

    /** The class with the annotation. */
    Class<?> owner() {
        return classes.get(0);
    }
}
