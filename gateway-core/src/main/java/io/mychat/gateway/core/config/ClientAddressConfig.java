package io.mychat.gateway.core.config;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * How the address of a client is determined (protocol.md section 5).
 *
 * @param source {@code security.client_address}: the source of the address
 * @param trustedProxies {@code security.trusted_proxies}: only these addresses may name a client
 * @param uncounted {@code security.uncounted_addresses}: addresses shared by many clients, without limits per address
 */
public record ClientAddressConfig(Source source, List<AddressRange> trustedProxies, List<AddressRange> uncounted) {

    public ClientAddressConfig {
        Objects.requireNonNull(source, "source");
        trustedProxies = List.copyOf(trustedProxies);
        uncounted = List.copyOf(uncounted);
    }

    /** Whether no proxy is configured: every peer is a client. */
    public boolean withoutProxies() {
        return source == Source.PEER && trustedProxies.isEmpty();
    }

    /** Whether the address belongs to a trusted proxy. */
    public boolean isTrusted(InetAddress address) {
        return AddressRange.anyContains(trustedProxies, address);
    }

    /** Whether the address has no limits of its own. */
    public boolean isUncounted(InetAddress address) {
        return AddressRange.anyContains(uncounted, address);
    }

    /** Where a client's address is. */
    public enum Source {
        /** The other end of the TCP connection. */
        PEER,
        X_REAL_IP,
        X_FORWARDED_FOR,
        /** RFC 7239. */
        FORWARDED,
        /** The PROXY protocol, version 1 or 2, in front of TLS. */
        PROXY_PROTOCOL;

        /** The word in the configuration, which is the header's name. */
        public String configName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
