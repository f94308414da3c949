package io.mychat.gateway.alerts;

import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.config.ModuleSettings;
import java.util.Set;

/**
 * Watches the metrics of the gateway and tells people. The keys are described in the module's README.
 *
 * @since 0.1.0
 */
public final class AlertsModuleProvider implements ModuleProvider {

    @Override
    public String name() {
        return "gateway-alerts";
    }

    @Override
    public Set<String> sections() {
        return Set.of("alerts");
    }

    @Override
    public Module configure(ModuleSettings settings) {
        return new AlertsModule(new SettingsReader(settings).read(), settings.time());
    }
}
