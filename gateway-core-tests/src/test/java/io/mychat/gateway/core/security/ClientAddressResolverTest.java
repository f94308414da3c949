package io.mychat.gateway.core.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.config.reading.ConfigFixture;
import io.mychat.gateway.spi.transport.AddressText;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressResolverTest {

    private static final String INVALID = "invalid";

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                // The peer is no proxy: whatever it claims is its own invention.
                "203.0.113.9; 1.2.3.4; 203.0.113.9",
                "10.0.0.1; 203.0.113.9; 203.0.113.9",
                // Only the rightmost hop that is no proxy counts.
                "10.0.0.1; 1.2.3.4, 203.0.113.9; 203.0.113.9",
                "10.0.0.1; 1.2.3.4, 203.0.113.9 , 10.0.0.2; 203.0.113.9",
                "10.0.0.1; rubbish, 203.0.113.9, 10.0.0.2; 203.0.113.9",
                // All of them are proxies: the leftmost.
                "10.0.0.1; 10.0.0.3, 10.0.0.2; 10.0.0.3",
                // No valid address where one is needed.
                "10.0.0.1; 1.2.3.4, unknown; invalid",
                "10.0.0.1; 1.2.3.4, unknown, 10.0.0.2; invalid",
                "10.0.0.1; '1.2.3.4,'; invalid",
                "10.0.0.1; ''; invalid",
                "10.0.0.1; localhost; invalid",
                "10.0.0.1; 1.2.3.4/8; invalid",
                "10.0.0.1; fe80::1%eth0; invalid",
                // Ports, brackets and mapped addresses.
                "10.0.0.1; 203.0.113.9:4711; 203.0.113.9",
                "10.0.0.1; [2001:db8::9]:4711; 2001:db8::9",
                "10.0.0.1; [2001:db8::9]; 2001:db8::9",
                "10.0.0.1; 2001:db8:0:0:0:0:0:9; 2001:db8::9",
                "10.0.0.1; [2001:db8::9]x; invalid",
                "10.0.0.1; [203.0.113.9]; invalid",
                "10.0.0.1; 203.0.113.9:123456; invalid",
                "10.0.0.1; ::ffff:203.0.113.9; 203.0.113.9",
                "10.0.0.1; 203.0.113.9, ::ffff:10.0.0.7; 203.0.113.9",
                "2001:db8:1::5; 203.0.113.9; 203.0.113.9"
            })
    void xForwardedForIsReadFromTheRight(String peer, String header, String client) {
        assertThat(resolve("x-forwarded-for", peer, header)).isEqualTo(client);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\'',
            value = {
                "203.0.113.9; for=1.2.3.4; 203.0.113.9",
                "10.0.0.1; for=203.0.113.9; 203.0.113.9",
                "10.0.0.1; 'For=203.0.113.9;proto=https;by=10.0.0.1'; 203.0.113.9",
                "10.0.0.1; 'proto=https;for=203.0.113.9'; 203.0.113.9",
                "10.0.0.1; 'for=1.2.3.4, for=203.0.113.9;host=a, for=10.0.0.7'; 203.0.113.9",
                "10.0.0.1; 'for=10.0.0.3, for=10.0.0.2'; 10.0.0.3",
                "10.0.0.1; for=\"[2001:db8::9]:4711\"; 2001:db8::9",
                "10.0.0.1; for=[2001:db8::9]; 2001:db8::9",
                "10.0.0.1; for=\"203.0.113.9:_hidden\"; 203.0.113.9",
                "10.0.0.1; for=_secret; invalid",
                "10.0.0.1; for=unknown; invalid",
                "10.0.0.1; proto=https; invalid",
                "10.0.0.1; 'for=1.2.3.4, proto=https'; invalid",
                "10.0.0.1; 'for=1.2.3.4;for=203.0.113.9'; invalid",
                // A quote that a client opens must not swallow what the proxy has appended.
                "10.0.0.1; 'for=\"1.2.3.4, for=203.0.113.9'; invalid",
                "10.0.0.1; 'for=1.2.3.4;x=\", for=\"[2001:db8::9]\"'; invalid",
                "10.0.0.1; 'for=1.2.3.4;x=\"\\\", for=203.0.113.9'; invalid",
                "10.0.0.1; 'for=203.0.113.9,'; invalid",
                "10.0.0.1; ''; invalid"
            })
    void forwardedIsReadAsRfc7239HasIt(String peer, String header, String client) {
        assertThat(resolve("forwarded", peer, header)).isEqualTo(client);
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.9, 1.2.3.4, 203.0.113.9",
        "10.0.0.1, 203.0.113.9, 203.0.113.9",
        "10.0.0.1, 10.0.0.2, 10.0.0.2",
        "10.0.0.1, 203.0.113.9:80, 203.0.113.9",
        "10.0.0.1, [2001:db8::9], 2001:db8::9",
        "10.0.0.1, '1.2.3.4, 203.0.113.9', invalid",
        "10.0.0.1, nobody, invalid"
    })
    void xRealIpIsOneAddress(String peer, String header, String client) {
        assertThat(resolve("x-real-ip", peer, header)).isEqualTo(client);
    }

    @ParameterizedTest
    @CsvSource({"x-real-ip", "x-forwarded-for", "forwarded"})
    void aTrustedProxySendsTheHeaderOnce(String source) {
        assertThat(resolve(source, "10.0.0.1")).isEqualTo(INVALID);
        assertThat(resolve(source, "10.0.0.1", "for=203.0.113.9", "for=203.0.113.9"))
                .isEqualTo(INVALID);
        assertThat(resolve(source, "203.0.113.9", "a", "b")).isEqualTo("203.0.113.9");
    }

    @ParameterizedTest
    @CsvSource({"x-real-ip, x-forwarded-for", "x-forwarded-for, x-real-ip", "forwarded, x-real-ip", "peer, x-real-ip"})
    void noOtherHeaderIsBelieved(String source, String other) {
        ClientAddress found = resolver(source)
                .resolve(ip("10.0.0.1"), name -> name.equals(other) ? List.of("203.0.113.9") : List.of());

        assertThat(found).isNotEqualTo(new ClientAddress.Known(ip("203.0.113.9")));
    }

    @Test
    void withTheProxyProtocolThePeerIsWhomItHasAnnounced() {
        assertThat(resolve("proxy-protocol", "203.0.113.9", "1.2.3.4")).isEqualTo("203.0.113.9");
        assertThat(resolve("proxy-protocol", "10.0.0.1")).isEqualTo("10.0.0.1");
    }

    @Test
    void aVeryLongChainOfProxiesIsWalkedToItsEnd() {
        assertThat(resolve("x-forwarded-for", "10.0.0.1", "203.0.113.9" + ", 10.0.0.2".repeat(1000)))
                .isEqualTo("203.0.113.9");
    }

    private static String resolve(String source, String peer, String... values) {
        ClientAddress found =
                resolver(source).resolve(ip(peer), name -> name.equals(source) ? List.of(values) : List.of());
        return found instanceof ClientAddress.Known known ? AddressText.of(known.address()) : INVALID;
    }

    private static ClientAddressResolver resolver(String source) {
        return new ClientAddressResolver(ConfigFixture.config(Map.of(
                        "security.client_address",
                        source,
                        "security.trusted_proxies",
                        List.of("10.0.0.0/8", "2001:db8:1::/48")))
                .security()
                .clientAddress());
    }

    private static InetAddress ip(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
