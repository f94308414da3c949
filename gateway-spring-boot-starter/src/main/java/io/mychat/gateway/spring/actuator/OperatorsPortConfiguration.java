package io.mychat.gateway.spring.actuator;

import io.mychat.gateway.transport.jakarta.JakartaMount;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.annotation.Bean;

/**
 * The calls for operators beside the actuator's endpoints, where these have a port of their own. Without {@code
 * server.management_port} they are on the port of the application, and this one answers 503.
 *
 * @since 0.1.0
 */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(ServletContextInitializer.class)
public class OperatorsPortConfiguration {

    /** Called by Spring Boot. */
    public OperatorsPortConfiguration() {}

    @Bean
    ServletContextInitializer gatewayManagementServlet(ObjectProvider<JakartaMount> mount) {
        return context -> mount.ifAvailable(one -> one.addManagementTo(context));
    }
}
