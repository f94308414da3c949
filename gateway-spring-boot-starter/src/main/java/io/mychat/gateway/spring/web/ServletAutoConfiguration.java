package io.mychat.gateway.spring.web;

import io.mychat.gateway.spring.GatewayAutoConfiguration;
import io.mychat.gateway.transport.jakarta.JakartaMount;
import jakarta.websocket.server.ServerContainer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.annotation.Bean;

/**
 * Mounts the gateway in the servlet container of the application, embedded or not. With {@code mychat.boot.own-ports} the
 * gateway has ports of its own.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = GatewayAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(ServerContainer.class)
@ConditionalOnProperty(prefix = "mychat.boot", name = "enabled", matchIfMissing = true)
public class ServletAutoConfiguration {

    /** Called by Spring Boot. */
    public ServletAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty(prefix = "mychat.boot", name = "own-ports", havingValue = "false", matchIfMissing = true)
    JakartaMount gatewayMount() {
        return new JakartaMount();
    }

    @Bean
    @ConditionalOnProperty(prefix = "mychat.boot", name = "own-ports", havingValue = "false", matchIfMissing = true)
    ServletContextInitializer gatewayServlets(JakartaMount mount, @Value("${mychat.boot.path:}") String path) {
        return context -> mount.addTo(context, path);
    }
}
