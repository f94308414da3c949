package io.mychat.gateway.core.handshake;

import io.mychat.gateway.core.config.ConfigSnapshot;
import io.mychat.gateway.core.security.AddressPolicy;
import io.mychat.gateway.core.security.ClientAddressResolver;
import io.mychat.gateway.core.security.OriginPolicy;

/** The rules for handshakes of one configuration. */
public record HandshakePolicy(ClientAddressResolver clients, AddressPolicy addresses, OriginPolicy origins) {

    public static HandshakePolicy of(ConfigSnapshot configuration) {
        var security = configuration.gateway().security();
        return new HandshakePolicy(
                new ClientAddressResolver(security.clientAddress()),
                new AddressPolicy(security),
                new OriginPolicy(security));
    }
}
