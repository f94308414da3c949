package io.mychat.gateway.spi.backend;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A back-end service of {@code router_config.json} (protocol.md section 3).
 *
 * @param strategy chooses the server of a call
 * @param servers the servers; empty: every call ends with {@link BackendOutcome.Reason#NO_SERVER}
 * @param secrets sign the calls, each with a signature of its own; empty: calls are not signed
 * @param healthCheck empty: only the calls decide about the health of a server
 * @since 0.1.0
 */
public record ServiceDefinition(
        BalancingStrategy strategy,
        List<ServerDefinition> servers,
        List<ServiceSecret> secrets,
        Optional<HealthCheckOptions> healthCheck,
        ServicePolicy policy) {

    public ServiceDefinition {
        Objects.requireNonNull(strategy, "strategy");
        servers = List.copyOf(servers);
        secrets = List.copyOf(secrets);
        Objects.requireNonNull(healthCheck, "healthCheck");
        Objects.requireNonNull(policy, "policy");
    }

    /** A service with defaults for all other options. */
    public static ServiceDefinition of(BalancingStrategy strategy, List<ServerDefinition> servers) {
        return new ServiceDefinition(strategy, servers, List.of(), Optional.empty(), ServicePolicy.defaults());
    }

    public ServiceDefinition withSecret(ServiceSecret value) {
        return withSecrets(List.of(value));
    }

    /** @param values more than one while a secret takes the place of another */
    public ServiceDefinition withSecrets(List<ServiceSecret> values) {
        return new ServiceDefinition(strategy, servers, values, healthCheck, policy);
    }

    public ServiceDefinition withHealthCheck(HealthCheckOptions value) {
        return new ServiceDefinition(strategy, servers, secrets, Optional.of(value), policy);
    }

    public ServiceDefinition withPolicy(ServicePolicy value) {
        return new ServiceDefinition(strategy, servers, secrets, healthCheck, value);
    }
}
