package io.mychat.gateway.core.config.security;

import io.mychat.gateway.core.config.AddressRange;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The source of a client's address (protocol.md section 5).
 *
 * @param source {@code security.client_address}: the source of the address
 * @param trustedProxies {@code security.trusted_proxies}: only these addresses may name a client
 * @param uncounted {@code security.uncounted_addresses}: addresses shared by many clients, without limits per address
 * @since 0.1.0
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

    /** Whether limits per address do not apply to the address. */
    public boolean isUncounted(InetAddress address) {
        return AddressRange.anyContains(uncounted, address);
    }

    /** The sources of a client's address. */
    public enum Source {
        /** The other end of the TCP connection. */
        PEER,
        X_REAL_IP,
        X_FORWARDED_FOR,
        /** RFC 7239. */
        FORWARDED,
        /** The PROXY protocol, version 1 or 2, before TLS. */
        PROXY_PROTOCOL;

        /** The word in the configuration, which is the header's name. */
        public String configName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
