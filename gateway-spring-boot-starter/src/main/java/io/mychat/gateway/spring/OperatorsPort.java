package io.mychat.gateway.spring;

import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.core.config.ConfigException;
import io.mychat.gateway.core.config.ConfigFault;
import java.net.InetSocketAddress;
import java.util.List;
import org.springframework.core.env.Environment;

/**
 * In a servlet container the calls for operators ({@code server.management_port}) are on the port of Spring Boot's
 * actuator, which has to be the same one: otherwise they would be nowhere.
 */
final class OperatorsPort {

    private static final String ACTUATOR = "management.server.port";

    private final Environment environment;

    OperatorsPort(Environment environment) {
        this.environment = environment;
    }

    /** @throws ConfigException when nobody serves the management port of this gateway */
    void check(GatewayServer gateway) {
        InetSocketAddress address = gateway.managementAddress().orElse(null);
        if (address != null && address.isUnresolved() && !isServed(address.getPort())) {
            throw new ConfigException(List.of(new ConfigFault(
                    "settings",
                    "$.server.management_port",
                    "is " + address.getPort()
                            + ", which no server opens. In a servlet container it is the port of the actuator:"
                            + " add spring-boot-starter-actuator and set " + ACTUATOR
                            + " to the same port, different from"
                            + " server.port; or set mychat.boot.own-ports to true")));
        }
    }

    private boolean isServed(int port) {
        return environment.getProperty(ACTUATOR, Integer.class, -1) == port
                && environment.containsProperty("local.management.port")
                && !environment
                        .getProperty("local.management.port", "")
                        .equals(environment.getProperty("local.server.port"));
    }
}
