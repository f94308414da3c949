package io.mychat.gateway.core.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.config.reading.ConfigFixture;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AddressPolicyTest {

    private static AddressPolicy policy(Map<String, ?> settings) {
        return new AddressPolicy(ConfigFixture.config(settings).security());
    }

    private static InetAddress ip(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void withoutListsEverybodyMayConnect() {
        AddressPolicy policy = policy(Map.of());

        assertThat(policy.allows(ip("203.0.113.9"))).isTrue();
        assertThat(policy.allows(ip("2001:db8::1"))).isTrue();
    }

    @Test
    void theAllowListAdmitsAndTheDenyListGoesBeforeIt() {
        AddressPolicy policy = policy(
                Map.of("security.ip_allow", List.of("10.0.0.0/8", "::1"), "security.ip_deny", List.of("10.66.0.0/16")));

        assertThat(policy.allows(ip("10.1.2.3"))).isTrue();
        assertThat(policy.allows(ip("::1"))).isTrue();
        assertThat(policy.allows(ip("11.1.2.3"))).isFalse();
        assertThat(policy.allows(ip("10.66.2.3"))).isFalse();
        assertThat(policy.allows(ip("::ffff:10.66.2.3")))
                .as("the same in its IPv6 form")
                .isFalse();
    }

    @Test
    void anAddressMayBeAText() {
        AddressPolicy open = new AddressPolicy(ConfigFixture.config(Map.of("security.ip_deny", List.of("fe80::/16")))
                .security());
        AddressPolicy closed =
                new AddressPolicy(ConfigFixture.config(Map.of("security.ip_allow", List.of("10.0.0.0/8")))
                        .security());

        assertThat(open.allows("fe80::1%eth0")).isFalse();
        assertThat(open.allows("10.1.2.3")).isTrue();
        assertThat(open.allows("no address")).isTrue();
        assertThat(closed.allows("no address")).isFalse();
        assertThat(closed.allows("10.1.2.3")).isTrue();
    }
}
