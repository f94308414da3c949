package io.mychat.gateway.transport.nio;

import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.config.ModuleSettings;
import io.mychat.gateway.transport.common.TransportSchema;
import io.mychat.gateway.transport.common.TransportSettings;
import io.mychat.gateway.transport.common.tls.CertificateFiles;
import java.util.Set;

/**
 * Offers WebSocket and HTTP on the JDK alone, with the same settings as gateway-transport-undertow. Both transports share
 * their threads, which run from the first start to the last close.
 *
 * @since 0.1.0
 */
public final class NioModuleProvider implements ModuleProvider {

    /** Found by {@link java.util.ServiceLoader}, or handed to the builder. */
    public NioModuleProvider() {}

    @Override
    public String name() {
        return "gateway-transport-nio";
    }

    @Override
    public Set<String> sections() {
        return Set.of("server", "tls");
    }

    /** The keys that the transports on sockets share. */
    @Override
    public String schema() {
        return TransportSchema.json();
    }

    @Override
    public Module configure(ModuleSettings settings) {
        return new NioModule(TransportSettings.read(settings), CertificateFiles.of(settings), settings.time());
    }
}
