package io.mychat.gateway.spring.test;

import io.mychat.gateway.test.Client;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.TestClient;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/** Gives clients to test methods, and closes them behind the test. Thread-safe: it has no state. */
final class ClientParameters implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(ClientParameters.class);
    private static final Set<Class<?>> BEANS = Set.of(LiveGateway.class, ManualTime.class);

    ClientParameters() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == TestClient.class ? parameter.isAnnotated(Client.class) : BEANS.contains(type);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        if (type != TestClient.class) {
            return SpringExtension.getApplicationContext(context).getBean(type);
        }
        LiveGateway gateway = SpringExtension.getApplicationContext(context).getBean(LiveGateway.class);
        Client wanted = parameter.findAnnotation(Client.class).orElseThrow();
        if (wanted.node() != 1) {
            throw new ParameterResolutionException("an application has one gateway: there is no node " + wanted.node());
        }
        TestClient client = gateway.client(wanted);
        context.getStore(NAMESPACE).put(new Object(), new Opened(client));
        return client;
    }

    /** JUnit closes it with the method's store: version 5 by the one interface, 6 by the other. */
    @SuppressWarnings("deprecation")
    private record Opened(TestClient client) implements ExtensionContext.Store.CloseableResource, AutoCloseable {

        @Override
        public void close() {
            client.close();
        }
    }
}
