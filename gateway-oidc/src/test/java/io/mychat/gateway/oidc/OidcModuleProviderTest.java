package io.mychat.gateway.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.MapSection;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

final class OidcModuleProviderTest {

    private final OidcModuleProvider provider = new OidcModuleProvider();

    private static Map<String, Object> issuer(Map<String, Object> more) {
        Map<String, Object> issuer =
                new HashMap<>(Map.of("issuer", "https://id.example", "audiences", List.of("chat")));
        issuer.putAll(more);
        return issuer;
    }

    private List<String> faults(List<Map<String, Object>> issuers) {
        MapSection section = new MapSection(provider, "oidc", Map.of("issuers", issuers));
        provider.configure(section.in(Path.of("."), new ManualTime()));
        return section.faults();
    }

    @Test
    void isFoundByTheServiceLoader() {
        assertThat(ServiceLoader.load(ModuleProvider.class)).anyMatch(found -> found instanceof OidcModuleProvider);
    }

    @Test
    void aUsualIssuerHasNoFault() {
        assertThat(faults(List.of(issuer(Map.of())))).isEmpty();
    }

    @Test
    void eachFaultNamesItsKey() {
        assertThat(faults(List.of(issuer(Map.of("issuer", "http://id.example")))))
                .anyMatch(f -> f.contains("issuer"));
        assertThat(faults(List.of(issuer(Map.of("audiences", List.of()))))).anyMatch(f -> f.contains("audiences"));
        assertThat(faults(List.of(issuer(Map.of("algorithms", List.of("HS256"))))))
                .anyMatch(f -> f.contains("algorithms"));
        assertThat(faults(List.of(issuer(Map.of("platform_claim", "p"))))).anyMatch(f -> f.contains("device_claim"));
        assertThat(faults(List.of(issuer(Map.of("roles_claim", "r"))))).anyMatch(f -> f.contains("roles"));
        assertThat(faults(List.of(issuer(Map.of("jwks_url", "ftp://x"))))).anyMatch(f -> f.contains("jwks_url"));
    }

    @Test
    void twoIssuersKeepTheirUsersApart() {
        Map<String, Object> other = issuer(Map.of("issuer", "https://other.example"));

        assertThat(faults(List.of(issuer(Map.of()), other))).anyMatch(fault -> fault.contains("user_id_prefix"));
        other.put("user_id_prefix", "other:");
        assertThat(faults(List.of(issuer(Map.of()), other))).isEmpty();
    }
}
