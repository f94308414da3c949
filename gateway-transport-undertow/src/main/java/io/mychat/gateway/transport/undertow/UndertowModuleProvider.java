package io.mychat.gateway.transport.undertow;

import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.config.ModuleSettings;
import io.mychat.gateway.spi.config.SettingFiles;
import io.mychat.gateway.transport.common.TransportSchema;
import io.mychat.gateway.transport.common.TransportSettings;
import io.mychat.gateway.transport.common.tls.CertificateFiles;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Offers both transports. They share their threads, which run from the first start to the last close.
 *
 * @since 0.1.0
 */
public final class UndertowModuleProvider implements ModuleProvider {

    private final @Nullable HostWebSockets host;

    /** The gateway alone is on the WebSocket port. */
    public UndertowModuleProvider() {
        this(null);
    }

    private UndertowModuleProvider(@Nullable HostWebSockets host) {
        this.host = host;
    }

    /** A host's own WebSockets are on the gateway's WebSocket port, beside the gateway's path. */
    public static UndertowModuleProvider with(HostWebSockets host) {
        return new UndertowModuleProvider(host);
    }

    @Override
    public String name() {
        return "gateway-transport-undertow";
    }

    @Override
    public Set<String> sections() {
        return Set.of("server", "tls");
    }

    @Override
    public Module configure(ModuleSettings settings) {
        SettingFiles certificates = CertificateFiles.of(settings);
        return new UndertowModule(TransportSettings.read(settings), certificates, settings.time(), host);
    }

    /** The keys that the transports on sockets share. */
    @Override
    public String schema() {
        return TransportSchema.json();
    }
}
