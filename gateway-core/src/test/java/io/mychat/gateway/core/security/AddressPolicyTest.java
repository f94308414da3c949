package io.mychat.gateway.core.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.config.GatewayConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressPolicyTest {

    private static final AddressPolicy BEHIND_PROXIES =
            policy(Map.of("security.trusted_proxies", List.of("10.0.0.0/8", "2001:db8:1::/48")));

    private static AddressPolicy policy(Map<String, ?> settings) {
        return new AddressPolicy(GatewayConfig.of(settings).security());
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

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            nullValues = "-",
            value = {
                // The peer is no proxy: whatever it claims is its own invention.
                "203.0.113.9; 1.2.3.4; -; 203.0.113.9",
                "10.0.0.1; 203.0.113.9; -; 203.0.113.9",
                // Only the right-most hop that is no proxy counts.
                "10.0.0.1; 1.2.3.4, 203.0.113.9; -; 203.0.113.9",
                "10.0.0.1; 1.2.3.4, 203.0.113.9, 10.0.0.2; -; 203.0.113.9",
                "10.0.0.1; 203.0.113.9|10.0.0.2; -; 203.0.113.9",
                "10.0.0.1; 1.2.3.4|203.0.113.9 , 10.0.0.2; -; 203.0.113.9",
                // All of them are proxies: the farthest.
                "10.0.0.1; 10.0.0.3, 10.0.0.2; -; 10.0.0.3",
                "10.0.0.1; -; -; 10.0.0.1",
                // What is no address ends the walk.
                "10.0.0.1; 1.2.3.4, unknown; -; 10.0.0.1",
                "10.0.0.1; 1.2.3.4, unknown, 10.0.0.2; -; 10.0.0.2",
                "10.0.0.1; 1.2.3.4,; -; 10.0.0.1",
                "10.0.0.1; localhost; -; 10.0.0.1",
                // Ports, brackets and mapped addresses.
                "10.0.0.1; 203.0.113.9:4711; -; 203.0.113.9",
                "10.0.0.1; [2001:db8::9]:4711; -; 2001:db8::9",
                "10.0.0.1; [2001:db8::9]; -; 2001:db8::9",
                "10.0.0.1; 2001:db8::9; -; 2001:db8::9",
                "10.0.0.1; [2001:db8::9]x; -; 10.0.0.1",
                "10.0.0.1; ::ffff:203.0.113.9; -; 203.0.113.9",
                "10.0.0.1; 203.0.113.9, ::ffff:10.0.0.7; -; 203.0.113.9",
                "2001:db8:1::5; 203.0.113.9; -; 203.0.113.9",
                // X-Real-IP counts only alone.
                "10.0.0.1; -; 203.0.113.9; 203.0.113.9",
                "10.0.0.1; 203.0.113.9; 1.2.3.4; 203.0.113.9",
                "203.0.113.9; -; 1.2.3.4; 203.0.113.9"
            })
    void theClientIsTheNearestHopThatIsNoTrustedProxy(String peer, String forwarded, String realIp, String client) {
        List<String> forwardedFor = forwarded == null ? List.of() : List.of(forwarded.split("\\|"));

        assertThat(BEHIND_PROXIES.clientAddress(ip(peer), forwardedFor, realIp == null ? List.of() : List.of(realIp)))
                .isEqualTo(ip(client));
    }

    @Test
    void anEndlessChainOfProxiesIsNotWalkedToItsEnd() {
        String chain = "203.0.113.9" + ", 10.0.0.2".repeat(10_000);

        assertThat(BEHIND_PROXIES.clientAddress(ip("10.0.0.1"), List.of(chain), List.of()))
                .isEqualTo(ip("10.0.0.2"));
    }

    @Test
    void withoutTrustedProxiesNoHeaderCounts() {
        assertThat(policy(Map.of()).clientAddress(ip("127.0.0.1"), List.of("1.2.3.4"), List.of("1.2.3.4")))
                .isEqualTo(ip("127.0.0.1"));
    }

    @Test
    void anAddressMayBeAText() {
        AddressPolicy open = new AddressPolicy(GatewayConfig.of(Map.of("security.ip_deny", List.of("fe80::/16")))
                .security());
        AddressPolicy closed = new AddressPolicy(GatewayConfig.of(Map.of("security.ip_allow", List.of("10.0.0.0/8")))
                .security());

        assertThat(open.allows("fe80::1%eth0")).isFalse();
        assertThat(open.allows("10.1.2.3")).isTrue();
        assertThat(open.allows("no address")).isTrue();
        assertThat(closed.allows("no address")).isFalse();
        assertThat(closed.allows("10.1.2.3")).isTrue();
    }
}
