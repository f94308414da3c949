package io.mychat.gateway.spring;

import io.mychat.gateway.core.GatewayBuilder;

/**
 * A bean that changes the gateway of the application before it is built: everything that a bean of a port or a property
 * cannot say, such as an executor or a clock. It is called after properties and beans, in the order of {@link
 * org.springframework.core.annotation.Order}.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface GatewayCustomizer {

    /** Changes the builder; must not build. */
    void customize(GatewayBuilder builder);
}
