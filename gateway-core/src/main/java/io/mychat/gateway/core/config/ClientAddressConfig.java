package io.mychat.gateway.core.config;

import io.mychat.gateway.core.config.reading.ConfigParsers;
import io.mychat.gateway.spi.config.ConfigSection;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Whose address a client has (protocol.md section 5).
 *
 * @param source {@code security.client_address}: where the address stands
 * @param trustedProxies {@code security.trusted_proxies}: who is believed
 * @param uncounted {@code security.uncounted_addresses}: addresses that hide many clients and have no limits of their own
 */
public record ClientAddressConfig(
        ClientAddressSource source, List<AddressRange> trustedProxies, List<AddressRange> uncounted) {

    private static final String SOURCE = "client_address";
    private static final String TRUSTED = "trusted_proxies";

    public ClientAddressConfig {
        Objects.requireNonNull(source, "source");
        trustedProxies = List.copyOf(trustedProxies);
        uncounted = List.copyOf(uncounted);
    }

    static ClientAddressConfig read(ConfigSection section) {
        List<AddressRange> trusted = ConfigParsers.list(section, TRUSTED, AddressRange::parse);
        return new ClientAddressConfig(
                source(section, !trusted.isEmpty()),
                trusted,
                ConfigParsers.list(section, "uncounted_addresses", AddressRange::parse));
    }

    private static ClientAddressSource source(ConfigSection section, boolean proxies) {
        String byDefault = ClientAddressSource.PEER.configName();
        if (proxies && section.text(SOURCE).isEmpty()) {
            section.fault(
                    SOURCE,
                    "must say where the " + TRUSTED + " put the client's address: one of "
                            + ClientAddressSource.CHOICES);
            return ClientAddressSource.PEER;
        }
        Optional<ClientAddressSource> named = ClientAddressSource.named(section.text(SOURCE, byDefault));
        if (named.isEmpty()) {
            section.fault(SOURCE, "must be one of " + ClientAddressSource.CHOICES);
        }
        return named.orElse(ClientAddressSource.PEER);
    }

    /** Whether no proxy is known of: every peer is a client. */
    public boolean withoutProxies() {
        return source == ClientAddressSource.PEER && trustedProxies.isEmpty();
    }

    /** Whether the address belongs to a proxy that is believed. */
    public boolean isTrusted(InetAddress address) {
        return AddressRange.anyContains(trustedProxies, address);
    }

    /** Whether the address has no limits of its own. */
    public boolean isUncounted(InetAddress address) {
        return AddressRange.anyContains(uncounted, address);
    }
}
