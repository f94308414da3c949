package io.mychat.gateway.spring.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.ModuleProvider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Properties of Spring as settings of the gateway. */
class GatewaySettingsTest {

    private static final List<ModuleProvider> MODULES = new ArrayList<>();

    static {
        ServiceLoader.load(ModuleProvider.class).forEach(MODULES::add);
    }

    @Test
    void namesAreRelaxedAndValuesHaveTheTypesOfTheSchema() {
        assertThat(read(
                        "mychat.server.max-json-depth", "12",
                        "mychat.server.maxMessageBytes", "64KB",
                        "mychat.server.node_id", "12",
                        "mychat.server.watch-config", "false",
                        "mychat.processing.task-timeout-ms", "3s",
                        "mychat.security.ip-allow", "10.0.0.0/8, 127.0.0.1",
                        "mychat.security.ip-deny[0]", "10.1.0.0/16",
                        "mychat.security.ip-deny[1]", "10.2.0.0/16"))
                .containsOnly(
                        Map.entry("server.max_json_depth", 12L),
                        Map.entry("server.max_message_bytes", 65536L),
                        Map.entry("server.node_id", "12"),
                        Map.entry("server.watch_config", false),
                        Map.entry("processing.task_timeout_ms", 3000L),
                        Map.entry("security.ip_allow", List.of("10.0.0.0/8", "127.0.0.1")),
                        Map.entry("security.ip_deny", List.of("10.1.0.0/16", "10.2.0.0/16")));
    }

    @Test
    void namesOfTheUserStayAsTheyAre() {
        assertThat(read(
                        "mychat.platforms.web.max-devices", "2",
                        "mychat.platforms.web.session-timeout", "1h",
                        "mychat.routes.[6000-6099].service", "orders",
                        "mychat.routes.5001.roles[0]", "admin",
                        "mychat.security.limits-by-role.vip.messages-per-second", "500",
                        "mychat.auth.verification-keys[0].kid", "2025",
                        "mychat.plugins.settings.greeter.some-key", "7"))
                .containsOnly(
                        Map.entry("platforms", Map.of("web", Map.of("max_devices", 2L, "session_timeout", 3600L))),
                        Map.entry(
                                "routes",
                                Map.of(
                                        "6000-6099", Map.of("service", "orders"),
                                        "5001", Map.of("roles", List.of("admin")))),
                        Map.entry("security.limits_by_role", Map.of("vip", Map.of("messages_per_second", 500L))),
                        Map.entry("auth.verification_keys", List.of(Map.of("kid", "2025"))),
                        Map.entry("plugins.settings", Map.of("greeter", Map.of("some-key", 7L))));
    }

    @Test
    void bothFormsOfAVariableAreRead() {
        Map<String, Object> variables =
                Map.of("MYCHAT_AUTH_JWT_SECRET", "one", "MYCHAT_AUTH_KEYID", "two", "MYCHAT_HOME", "/opt");
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new SystemEnvironmentPropertySource("systemEnvironment", variables));

        assertThat(GatewaySettings.read(environment, MODULES))
                .containsOnly(Map.entry("auth.jwt_secret", "one"), Map.entry("auth.key_id", "two"));
    }

    @Test
    void unknownPropertiesAreLeftToTheGateway() {
        assertThat(read("mychat.server.drain-secnds", "3", "mychat.boot.enabled", "true", "mychat.sever.host", "x"))
                .containsOnly(Map.entry("server.drain_secnds", "3"), Map.entry("sever.host", "x"));
    }

    @Test
    void whatIsNoNumberIsLeftToTheGateway() {
        assertThat(read("mychat.server.max-json-depth", "deep", "mychat.server.drain-seconds", "1500ms"))
                .containsOnly(Map.entry("server.max_json_depth", "deep"), Map.entry("server.drain_seconds", "1500ms"));
    }

    private static Map<String, Object> read(String... properties) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < properties.length; i += 2) {
            map.put(properties[i], properties[i + 1]);
        }
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", map));
        return GatewaySettings.read(environment, MODULES);
    }
}
