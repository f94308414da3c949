package io.mychat.gateway.core.config.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.config.json.Environment;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Variables that Kubernetes and Docker make for services that have the names of our sections and keys. */
class ServiceLinksTest {

    private static final String LINK = "tcp://10.96.0.11:6379";

    private final FakeModule redis = FakeModule.reading("redis", settings -> {
                settings.section("redis").text("host");
                settings.section("redis").number("port");
                settings.section("redis").text("password");
            })
            .declaring("\"port\":{\"minimum\":1,\"maximum\":65535,\"default\":6379}");

    private static ConfigSource in(Map<String, String> environment) {
        return new ConfigSource(Optional.empty(), Map.of("redis.host", "redis"), environment);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "REDIS_PORT",
                "REDIS_PORT_6379_TCP",
                "GATEWAY_REDIS_PORT",
                "GATEWAY_PORT",
                "GATEWAY_PORT_8080_TCP",
                "GATEWAY_SERVER_HTTP_PORT",
                "GATEWAY_SERVER_WEBSOCKET_PORT",
                "GATEWAY_SERVER_PORT_8080_TCP"
            })
    void aLinkIsNoSetting(String variable) {
        assertThat(ConfigFixture.faults(in(Map.of(variable, LINK)), redis)).isEmpty();
        assertThat(ConfigFixture.faults(in(Map.of(variable, "udp://[2001:db8::1]:53")), redis))
                .isEmpty();
    }

    @Test
    void whatElseALinkBringsIsNoSettingEither() {
        Map<String, String> environment = Map.of(
                "REDIS_SERVICE_HOST", "10.96.0.11",
                "REDIS_SERVICE_PORT", "6379",
                "REDIS_SERVICE_PORT_REDIS", "6379",
                "REDIS_PORT_6379_TCP_ADDR", "10.96.0.11",
                "REDIS_PORT_6379_TCP_PORT", "6379",
                "REDIS_PORT_6379_TCP_PROTO", "tcp",
                "GATEWAY_SERVICE_HOST", "10.96.0.12",
                "GATEWAY_SERVICE_PORT", "8080",
                "GATEWAY_PORT_8080_TCP_ADDR", "10.96.0.12",
                "GATEWAY_NAME", "/app/gateway");

        assertThat(ConfigFixture.faults(in(environment), redis)).isEmpty();
        assertThat(ConfigFixture.load(in(environment), redis).gateway().server().httpPort())
                .isEqualTo(8081);
    }

    @Test
    void aPlaceholderTakesItsDefaultInPlaceOfALink() {
        Environment environment = new Environment(Map.of("REDIS_PORT", LINK, "BACKEND_PORT", "8080"));

        assertThat(environment.expand("redis:${REDIS_PORT:6379}")).isEqualTo("redis:6379");
        assertThat(environment.expand("http://b:${BACKEND_PORT:1}")).isEqualTo("http://b:8080");
    }

    @Test
    void aNumberIsStillASetting() {
        assertThat(ConfigFixture.load(in(Map.of("GATEWAY_SERVER_HTTP_PORT", "9000")), redis)
                        .gateway()
                        .server()
                        .httpPort())
                .isEqualTo(9000);
        assertThat(ConfigFixture.faults(in(Map.of("REDIS_PORT", "tcp")), redis)).hasSize(1);
    }
}
