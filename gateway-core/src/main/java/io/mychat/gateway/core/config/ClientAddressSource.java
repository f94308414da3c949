package io.mychat.gateway.core.config;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where a client's address stands ({@code security.client_address}). */
public enum ClientAddressSource {
    /** The other end of the TCP connection. */
    PEER,
    X_REAL_IP,
    X_FORWARDED_FOR,
    /** RFC 7239. */
    FORWARDED,
    /** The PROXY protocol, version 1 or 2, in front of TLS. */
    PROXY_PROTOCOL;

    /** All choices as they are written, for a fault. */
    static final String CHOICES =
            Stream.of(values()).map(ClientAddressSource::configName).collect(Collectors.joining(", "));

    /** The name in the configuration. */
    public String configName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<ClientAddressSource> named(String text) {
        return Stream.of(values())
                .filter(source -> source.configName().equals(text))
                .findFirst();
    }
}
