package io.mychat.gateway.codec.cbor;

import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.codec.MessageCodec;
import io.mychat.gateway.spi.config.ModuleSettings;
import java.util.Set;

/**
 * Serves clients that name the subprotocol {@code mychat.v1.cbor}. It has no settings.
 *
 * @since 0.1.0
 */
public final class CborModuleProvider implements ModuleProvider {

    @Override
    public String name() {
        return "gateway-codec-cbor";
    }

    @Override
    public Set<String> sections() {
        return Set.of();
    }

    @Override
    public Module configure(ModuleSettings settings) {
        return Module.offering(
                Set.of(), services -> services.offer(MessageCodec.class, new CborCodec(services.maxMessageDepth())));
    }
}
