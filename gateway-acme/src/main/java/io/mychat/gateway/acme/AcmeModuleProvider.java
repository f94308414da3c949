package io.mychat.gateway.acme;

import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.config.ModuleSettings;
import java.util.Set;

/**
 * Obtains and renews the gateway's certificate. The keys are described in the module's README.
 *
 * @since 0.1.0
 */
public final class AcmeModuleProvider implements ModuleProvider {

    @Override
    public String name() {
        return "gateway-acme";
    }

    @Override
    public Set<String> sections() {
        return Set.of("acme", "server");
    }

    @Override
    public Module configure(ModuleSettings settings) {
        return new AcmeModule(new SettingsReader(settings).read(), settings.time());
    }
}
