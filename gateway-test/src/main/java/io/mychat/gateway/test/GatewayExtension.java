package io.mychat.gateway.test;

import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestHttpClient;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Starts and stops the gateways of a {@link GatewayTest}. A run is kept in the store of its method or class, which closes
 * it. Thread-safe: it has no state.
 */
final class GatewayExtension
        implements BeforeAllCallback,
                BeforeEachCallback,
                AfterEachCallback,
                ParameterResolver,
                TestExecutionExceptionHandler,
                LifecycleMethodExecutionExceptionHandler {

    private static final Namespace NAMESPACE = Namespace.create(GatewayExtension.class);
    private static final Set<Class<?>> TYPES =
            Set.of(LiveGateway.class, LiveCluster.class, GatewayServer.class, ManualTime.class, TestHttpClient.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        TestScope scope = TestScope.of(context.getRequiredTestClass());
        if (scope.isPerClass() && scope.owner() == context.getRequiredTestClass()) {
            SetupMethods setup = SetupMethods.ofClass(scope.owner());
            try {
                keep(context, GatewayRun.start(scope.options(), setup));
            } finally {
                LogCapture.leave();
            }
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        TestScope scope = TestScope.of(context.getRequiredTestClass());
        if (scope.isPerClass()) {
            run(context).log().enter();
            return;
        }
        SetupMethods setup = SetupMethods.ofInstances(scope.classes(), context.getRequiredTestInstances());
        keep(context, GatewayRun.start(scope.options(), setup));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        LogCapture.leave();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == TestClient.class ? parameter.isAnnotated(Client.class) : TYPES.contains(type);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        GatewayRun run = context.getStore(NAMESPACE).get(GatewayRun.class, GatewayRun.class);
        if (run == null) {
            throw new ParameterResolutionException("there is no gateway yet for "
                    + parameter.getDeclaringExecutable() + ": take it as a parameter of a test method or a @BeforeEach"
                    + " method; with @GatewayTest(lifetime = CLASS), of a @BeforeAll method, too");
        }
        try {
            return argument(parameter, context, run);
        } catch (RuntimeException | Error e) { // a login was refused, say
            run.log().attachTo(e);
            throw e;
        }
    }

    private static Object argument(ParameterContext parameter, ExtensionContext context, GatewayRun run) {
        Class<?> type = parameter.getParameter().getType();
        if (type == TestClient.class) {
            TestClient client =
                    run.client(parameter.findAnnotation(Client.class).orElseThrow());
            context.getStore(NAMESPACE).put(new Object(), client);
            return client;
        }
        if (type == LiveCluster.class) {
            return run.cluster()
                    .orElseThrow(() -> new ParameterResolutionException(
                            "there is one gateway only: @GatewayTest(nodes = 2) starts a cluster"));
        }
        if (type == ManualTime.class) {
            return run.gateway().time();
        }
        if (type == TestHttpClient.class) {
            return run.gateway().http();
        }
        return type == GatewayServer.class ? run.gateway().server() : run.gateway();
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw withLog(context, failure);
    }

    @Override
    public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw withLog(context, failure);
    }

    @Override
    public void handleAfterEachMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw withLog(context, failure);
    }

    private static Throwable withLog(ExtensionContext context, Throwable failure) {
        GatewayRun run = context.getStore(NAMESPACE).get(GatewayRun.class, GatewayRun.class);
        if (run != null && !isAborted(failure)) {
            run.log().attachTo(failure);
        }
        return failure;
    }

    /** By name, because opentest4j is a matter of JUnit. */
    private static boolean isAborted(Throwable failure) {
        return failure.getClass().getName().equals("org.opentest4j.TestAbortedException");
    }

    private static void keep(ExtensionContext context, GatewayRun run) {
        context.getStore(NAMESPACE).put(GatewayRun.class, run);
    }

    private static GatewayRun run(ExtensionContext context) {
        GatewayRun run = context.getStore(NAMESPACE).get(GatewayRun.class, GatewayRun.class);
        if (run == null) {
            throw new IllegalStateException("the gateway of the class has not started");
        }
        return run;
    }
}
