package io.mychat.gateway.core.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.config.reading.ConfigFixture;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginPolicyTest {

    private static final OriginPolicy POLICY = policy("https://app.example.com", "http://localhost:3000");

    private static OriginPolicy policy(String... origins) {
        return new OriginPolicy(ConfigFixture.config(Map.of("security.allowed_origins", List.of(origins)))
                .security());
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://app.example.com", "https://APP.example.com:443", "http://localhost:3000"})
    void listedOriginsMayConnect(String origin) {
        assertThat(POLICY.allows(List.of(origin))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example.com.evil.com",
                "https://evil.com/https://app.example.com",
                "https://evilapp.example.com",
                "http://app.example.com",
                "https://app.example.com:8443",
                "https://x@app.example.com",
                "https://app.example.com@evil.com",
                "https://example.com",
                "null",
                "",
                "*",
                "https://app.example.com https://evil.com",
                "http://localhost:30001"
            })
    void nothingThatOnlyLooksLikeOneMayConnect(String origin) {
        assertThat(POLICY.allows(List.of(origin))).isFalse();
    }

    @Test
    void clientsThatAreNoBrowsersMayConnect() {
        assertThat(POLICY.allows(List.of())).isTrue();
    }

    @Test
    void twoHeadersAreRefused() {
        assertThat(POLICY.allows(List.of("https://app.example.com", "https://app.example.com")))
                .isFalse();
    }

    @Test
    void withoutAListEveryOriginMayConnect() {
        assertThat(policy().allows(List.of("https://evil.com"))).isTrue();
    }

    @Test
    void aPageWithoutOriginMayConnectWhereItIsListed() {
        assertThat(policy("null").allows(List.of("null"))).isTrue();
    }
}
