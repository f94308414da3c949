package io.mychat.gateway.core.config.reading;

import io.mychat.gateway.core.config.RouteTarget;
import io.mychat.gateway.core.config.json.JsonConfigSection;
import io.mychat.gateway.spi.backend.BalancingStrategy;
import io.mychat.gateway.spi.backend.BreakerOptions;
import io.mychat.gateway.spi.backend.HealthCheckOptions;
import io.mychat.gateway.spi.backend.RetryOptions;
import io.mychat.gateway.spi.backend.ServerDefinition;
import io.mychat.gateway.spi.backend.ServiceDefinition;
import io.mychat.gateway.spi.backend.ServicePolicy;
import io.mychat.gateway.spi.backend.ServiceSecret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads one service of {@code router_config.json}. */
public final class ServiceReader {

    private static final String OTHER_SECRETS = "other_secrets";

    private ServiceReader() {}

    static ServiceDefinition read(JsonConfigSection section, String serversKey) {
        return new ServiceDefinition(
                KeyReader.word(section, "strategy", BalancingStrategy.class),
                servers(section, serversKey),
                secrets(section),
                Optional.of(section.section("health_check"))
                        .filter(JsonConfigSection::isPresent)
                        .map(ServiceReader::healthCheck),
                RecordReader.read(
                        ServicePolicy.class,
                        section,
                        Map.of(
                                "retry",
                                RecordReader.read(RetryOptions.class, section.section("retry")),
                                "breaker",
                                breaker(section.section("circuit_breaker")))));
    }

    /** The secret, and behind it those that it takes the place of, or that will take its place. */
    private static List<ServiceSecret> secrets(JsonConfigSection section) {
        Optional<String> secret = section.text("secret").filter(text -> !text.isEmpty());
        List<String> others = section.texts(OTHER_SECRETS).stream()
                .filter(text -> !text.isEmpty())
                .toList();
        if (secret.isEmpty() && !others.isEmpty()) {
            section.fault(OTHER_SECRETS, "sign beside the secret of the service, which is missing");
        }
        return Stream.concat(secret.stream(), others.stream())
                .map(ServiceSecret::new)
                .toList();
    }

    private static BreakerOptions breaker(JsonConfigSection section) {
        int window = section.integer("window");
        int minCalls = section.integer("min_calls");
        if (minCalls > window) {
            section.fault(
                    section.has("min_calls") ? "min_calls" : "window",
                    "min_calls (" + minCalls + ") must not exceed window (" + window + ")");
        }
        return RecordReader.read(BreakerOptions.class, section, Map.of("minCalls", Math.min(minCalls, window)));
    }

    private static HealthCheckOptions healthCheck(JsonConfigSection section) {
        HealthCheckOptions options = RecordReader.read(HealthCheckOptions.class, section);
        if (!RouteTarget.Service.isPath(options.path())) {
            section.fault("path", RouteTarget.Service.PATH_FORM);
        }
        return options;
    }

    private static List<ServerDefinition> servers(JsonConfigSection section, String key) {
        List<JsonConfigSection> elements = section.elements(key, "url");
        if (elements.isEmpty()) {
            section.fault(key, "must name at least one server");
        }
        Set<URI> seen = new LinkedHashSet<>();
        return elements.stream()
                .map(element -> server(element, seen))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<ServerDefinition> server(JsonConfigSection section, Set<URI> seen) {
        int weight = section.integer("weight");
        try {
            URI url = new URI(section.text("url").orElse(""));
            Optional<String> fault = ServerDefinition.fault(url);
            if (fault.isPresent()) {
                section.fault("url", fault.get());
                return Optional.empty();
            }
            if (!seen.add(url)) {
                section.fault("url", "is named twice; give it a weight instead");
            }
            return Optional.of(new ServerDefinition(url, weight));
        } catch (URISyntaxException e) {
            section.fault("url", "must be http://host:port or https://host:port");
            return Optional.empty();
        }
    }
}
