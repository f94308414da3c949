package io.mychat.gateway.spring.actuator;

import io.micrometer.core.instrument.MeterRegistry;
import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.core.status.GatewayStats;
import io.mychat.gateway.core.status.HealthReport;
import io.mychat.gateway.observability.GatewayMeters;
import io.mychat.gateway.spi.session.Sessions;
import io.mychat.gateway.spring.GatewayAutoConfiguration;
import java.util.Map;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Health, info, sessions and metrics of the gateway, each where the application has what shows them.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = GatewayAutoConfiguration.class)
@ConditionalOnBean(GatewayServer.class)
public class ActuatorAutoConfiguration {

    /** Called by Spring Boot. */
    public ActuatorAutoConfiguration() {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.springframework.boot.actuate.health.HealthIndicator")
    static class Boot3Health {

        @Bean
        @ConditionalOnMissingBean(name = "mychatHealthIndicator")
        org.springframework.boot.actuate.health.HealthIndicator mychatHealthIndicator(GatewayServer gateway) {
            return () -> {
                HealthReport report = gateway.health();
                return (HealthView.isUp(report)
                                ? org.springframework.boot.actuate.health.Health.up()
                                : org.springframework.boot.actuate.health.Health.down())
                        .withDetails(HealthView.details(report))
                        .build();
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.springframework.boot.health.contributor.HealthIndicator")
    static class Boot4Health {

        @Bean
        @ConditionalOnMissingBean(name = "mychatHealthIndicator")
        org.springframework.boot.health.contributor.HealthIndicator mychatHealthIndicator(GatewayServer gateway) {
            return () -> {
                HealthReport report = gateway.health();
                return (HealthView.isUp(report)
                                ? org.springframework.boot.health.contributor.Health.up()
                                : org.springframework.boot.health.contributor.Health.down())
                        .withDetails(HealthView.details(report))
                        .build();
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({InfoContributor.class, ConditionalOnAvailableEndpoint.class})
    static class Endpoints {

        @Bean
        @ConditionalOnMissingBean(name = "mychatInfoContributor")
        InfoContributor mychatInfoContributor(GatewayServer gateway) {
            return info -> {
                if (gateway.isRunning()) {
                    GatewayStats stats = gateway.stats();
                    info.withDetail(
                            "mychat",
                            Map.of(
                                    "node", stats.nodeId(),
                                    "uptime_seconds", stats.uptime().toSeconds(),
                                    "connections", stats.connections().total(),
                                    "authenticated", stats.connections().authenticated()));
                }
            };
        }

        @Bean
        @ConditionalOnAvailableEndpoint(endpoint = SessionsEndpoint.class)
        @ConditionalOnMissingBean
        SessionsEndpoint mychatSessionsEndpoint(Sessions sessions) {
            return new SessionsEndpoint(sessions);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({MeterRegistry.class, GatewayMeters.class})
    static class Metrics {

        @Bean
        @ConditionalOnMissingBean
        GatewayMeters gatewayMeters(GatewayServer gateway) {
            return new GatewayMeters(gateway.metrics());
        }
    }
}
