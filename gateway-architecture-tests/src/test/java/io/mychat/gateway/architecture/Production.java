package io.mychat.gateway.architecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;

/** The modules' own classes, without those of their tests. */
final class Production implements ImportOption {

    static final String ROOT = "io.mychat.gateway";

    static final String[] ADAPTERS = {
        ROOT + ".acme..",
        ROOT + ".alerts..",
        ROOT + ".auth..",
        ROOT + ".backends..",
        ROOT + ".logging..",
        ROOT + ".observability..",
        ROOT + ".oidc..",
        ROOT + ".redis..",
        ROOT + ".transport.."
    };

    @Override
    public boolean includes(Location location) {
        return !location.contains("/test-classes/");
    }
}
