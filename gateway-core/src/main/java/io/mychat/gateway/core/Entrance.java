package io.mychat.gateway.core;

import io.mychat.gateway.core.config.ConfigSnapshot;
import io.mychat.gateway.core.security.AddressPolicy;
import io.mychat.gateway.core.security.ClientAddressResolver;
import io.mychat.gateway.core.security.OriginPolicy;

/** Who may come in, out of one configuration. */
record Entrance(ClientAddressResolver clients, AddressPolicy addresses, OriginPolicy origins) {

    static Entrance of(ConfigSnapshot configuration) {
        var security = configuration.gateway().security();
        return new Entrance(
                new ClientAddressResolver(security.clientAddress()),
                new AddressPolicy(security),
                new OriginPolicy(security));
    }
}
