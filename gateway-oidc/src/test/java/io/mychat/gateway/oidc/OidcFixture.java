package io.mychat.gateway.oidc;

import io.mychat.gateway.spi.auth.TokenVerdict;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.MapSection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A verifier that trusts one provider. */
final class OidcFixture implements AutoCloseable {

    final ManualTime time = new ManualTime();
    final FakeProvider provider = new FakeProvider();
    final Map<String, Object> issuer = new HashMap<>();
    final Map<String, Object> section = new HashMap<>();
    private Optional<OidcTokenVerifier> verifier = Optional.empty();

    OidcFixture() throws IOException {
        issuer.put("issuer", provider.name());
        issuer.put("audiences", List.of(FakeProvider.AUDIENCE));
        section.put("issuers", List.of(issuer));
    }

    /** The verifier of the settings as they are at the first call. */
    OidcTokenVerifier verifier() {
        if (verifier.isEmpty()) {
            verifier = Optional.of(new OidcTokenVerifier(settings(), time));
        }
        return verifier.get();
    }

    OidcSettings settings() {
        OidcModuleProvider module = new OidcModuleProvider();
        MapSection oidc = new MapSection(module, "oidc", section);
        OidcSettings settings =
                new SettingsReader(oidc.in(Path.of("."), time)).read().orElseThrow();
        if (!oidc.faults().isEmpty()) {
            throw new IllegalArgumentException(oidc.faults().toString());
        }
        return settings;
    }

    Optional<TokenVerdict> verify(String token) {
        return verifier().verify(token);
    }

    @Override
    public void close() {
        verifier.ifPresent(OidcTokenVerifier::close);
        provider.close();
    }
}
