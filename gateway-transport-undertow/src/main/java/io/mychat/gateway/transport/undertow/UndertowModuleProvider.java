package io.mychat.gateway.transport.undertow;

import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.config.ModuleSettings;
import java.util.Set;

/** Offers both transports; their threads are shared and run from the first start to the last close. */
public final class UndertowModuleProvider implements ModuleProvider {

    @Override
    public String name() {
        return "gateway-transport-undertow";
    }

    @Override
    public Set<String> sections() {
        return Set.of("server");
    }

    @Override
    public Module configure(ModuleSettings settings) {
        return new UndertowModule(UndertowSettings.read(settings), CertificateFiles.read(settings), settings.time());
    }
}
