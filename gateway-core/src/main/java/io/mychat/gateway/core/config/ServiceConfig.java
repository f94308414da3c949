package io.mychat.gateway.core.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A back-end service of {@code router_config.json} (protocol.md section 3). One component for each key.
 *
 * @param strategy which server gets the next call
 * @param maxConcurrent how many calls may be under way at once
 * @param secret signs the calls; empty: they are not signed
 * @param servers where it runs, at least one
 * @param healthCheck empty: not watched
 */
public record ServiceConfig(
        Strategy strategy,
        int maxConcurrent,
        Optional<Secret> secret,
        List<BackendConfig> servers,
        Optional<HealthCheckConfig> healthCheck) {

    private static final NumberKey MAX_CONCURRENT = new NumberKey("max_concurrent", 200, 1, 1_000_000);

    /** How a server is chosen. */
    public enum Strategy {
        /** One after the other, by weight. */
        ROUND_ROBIN,
        /** The one with the fewest calls under way, by weight. */
        LEAST_CONNECTIONS
    }

    public ServiceConfig {
        Objects.requireNonNull(strategy, "strategy");
        MAX_CONCURRENT.check(maxConcurrent);
        Objects.requireNonNull(secret, "secret");
        servers = List.copyOf(servers);
        Objects.requireNonNull(healthCheck, "healthCheck");
    }

    static ServiceConfig read(JsonConfigSection section, String serversKey) {
        return new ServiceConfig(
                TextKeys.word(section, "strategy", Strategy.class).orElse(Strategy.ROUND_ROBIN),
                MAX_CONCURRENT.intIn(section),
                section.text("secret").filter(text -> !text.isEmpty()).map(Secret::new),
                servers(section, serversKey),
                Optional.of(section.section("health_check"))
                        .filter(JsonConfigSection::isPresent)
                        .map(HealthCheckConfig::read));
    }

    private static List<BackendConfig> servers(JsonConfigSection section, String key) {
        List<JsonConfigSection> elements = section.elements(key, "url");
        if (elements.isEmpty()) {
            section.fault(key, "must name at least one server");
        }
        return elements.stream()
                .map(ServiceConfig::server)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<BackendConfig> server(JsonConfigSection section) {
        int weight = BackendConfig.WEIGHT.intIn(section);
        try {
            URI url = new URI(section.text("url", ""));
            if (BackendConfig.isUsable(url)) {
                return Optional.of(new BackendConfig(url, weight));
            }
        } catch (URISyntaxException e) {
            // The same fault as for a URL of another kind.
        }
        section.fault("url", "must be http://host:port or https://host:port");
        return Optional.empty();
    }
}
