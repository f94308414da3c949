package io.mychat.gateway.testkit;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Locale;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Makes the failure of a contract suite name the broken rule, which is the name of the test. Stateless and thread-safe;
 * used with {@code @ExtendWith}.
 *
 * @since 0.1.0
 */
public final class ContractRules implements TestExecutionExceptionHandler {

    /** Called by JUnit. */
    public ContractRules() {}

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        if (failure.getClass().getName().equals("org.opentest4j.TestAbortedException")) {
            throw failure;
        }
        Method test = context.getRequiredTestMethod();
        throw new AssertionError(
                "this rule of " + suite(context.getRequiredTestClass(), test) + " is broken: "
                        + sentence(test.getName()) + "\n" + failure.getMessage(),
                failure);
    }

    /** The public suite that a test class extends; rules may stand in its hidden superclasses. */
    private static String suite(Class<?> testClass, Method test) {
        for (Class<?> type = testClass; type != null; type = type.getSuperclass()) {
            if (Modifier.isPublic(type.getModifiers()) && type.getSimpleName().endsWith("Contract")) {
                return type.getSimpleName();
            }
        }
        return test.getDeclaringClass().getSimpleName();
    }

    /** {@code anIdIsForgotten} becomes {@code an id is forgotten}. */
    private static String sentence(String name) {
        return name.replaceAll("(?<=.)([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }
}
