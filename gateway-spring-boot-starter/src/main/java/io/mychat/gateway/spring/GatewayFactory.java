package io.mychat.gateway.spring;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.auth.TokenService;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import io.mychat.gateway.spring.settings.GatewaySettings;
import io.mychat.gateway.transport.jakarta.JakartaMount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;

/** Makes the gateway of an application: of its properties, its beans, and its customizers. Used once. */
final class GatewayFactory {

    private static final Logger log = LoggerFactory.getLogger(GatewayFactory.class);
    static final String UNDERTOW = "gateway-transport-undertow";
    private static final String MANAGEMENT_PORT = "server.management_port";
    private static final List<String> OPENED_BY_THE_HOST = List.of("server.websocket_port", "server.http_port");

    private final Environment environment;
    private final StarterProperties properties;
    private final ConfigurableListableBeanFactory beans;

    GatewayFactory(Environment environment, ConfigurableListableBeanFactory beans) {
        this.environment = environment;
        this.properties = StarterProperties.read(environment);
        this.beans = beans;
    }

    /** @param mount in the servlet container of the application; null: there is none, or the gateway has its own ports */
    GatewayServer create(@Nullable JakartaMount mount) {
        GatewayBuilder builder = GatewayServer.builder();
        BeanTypes types = new BeanTypes(beans);
        List<ModuleProvider> modules = new ArrayList<>();
        for (ModuleProvider module : ServiceLoader.load(ModuleProvider.class)) {
            modules.add(module);
        }
        if (mount == null) {
            tellOfOwnPorts(modules);
        } else {
            leaveOutPorts(builder, modules);
            modules.add(mount);
            builder.module(mount);
        }
        Map<String, Object> settings = GatewaySettings.read(environment, modules);
        if (mount != null && settings.containsKey(MANAGEMENT_PORT)) {
            // Nobody opens these two, so their defaults must not stand in the way of the actuator's port.
            for (String port : OPENED_BY_THE_HOST) {
                settings.putIfAbsent(port, 0);
            }
        }
        for (Map.Entry<String, Object> setting : settings.entrySet()) {
            builder.setting(setting.getKey(), setting.getValue());
        }
        String file = properties.configFile();
        if (file != null) {
            builder.config(Path.of(file));
        } else if (!types.has(TokenService.class)) {
            TokenSecret.setIfNoneIsConfigured(builder, settings, System.getenv());
        }
        new PortBeans(beans, types).addTo(builder);
        if (types.has(GatewayCustomizer.class)) {
            beans.getBeanProvider(GatewayCustomizer.class).orderedStream().forEach(one -> one.customize(builder));
        }
        return builder.build();
    }

    private void tellOfOwnPorts(List<ModuleProvider> modules) {
        if (beans.getBeanNamesForType(WebSocketTransport.class).length > 0) {
            return;
        }
        log.info("The gateway opens ports of its own (mychat.server.websocket-port, mychat.server.http-port): "
                + (properties.ownPorts()
                        ? "mychat.boot.own-ports is true"
                        : "the application has no servlet container with Jakarta WebSocket; WebFlux on Netty is none"));
        if (modules.stream().noneMatch(module -> module.name().equals(UNDERTOW))) {
            log.warn(UNDERTOW + " is not on the class path, which opens ports of the gateway's own: add it to the"
                    + " dependencies, unless another module opens them");
        }
    }

    private static void leaveOutPorts(GatewayBuilder builder, List<ModuleProvider> modules) {
        if (modules.removeIf(module -> module.name().equals(UNDERTOW))) {
            builder.without(UNDERTOW);
        }
    }
}
