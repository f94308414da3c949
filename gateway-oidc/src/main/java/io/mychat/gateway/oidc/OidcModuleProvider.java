package io.mychat.gateway.oidc;

import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.config.ModuleSettings;
import java.util.Set;

/**
 * Accepts the access tokens of OpenID Connect providers. The keys are described in the module's README.
 *
 * @since 0.1.0
 */
public final class OidcModuleProvider implements ModuleProvider {

    @Override
    public String name() {
        return "gateway-oidc";
    }

    @Override
    public Set<String> sections() {
        return Set.of("oidc");
    }

    @Override
    public Module configure(ModuleSettings settings) {
        return new OidcModule(new SettingsReader(settings).read(), settings.time());
    }
}
