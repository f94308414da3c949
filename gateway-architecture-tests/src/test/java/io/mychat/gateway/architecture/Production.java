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
        ROOT + ".codec..",
        ROOT + ".console..",
        ROOT + ".logging..",
        ROOT + ".observability..",
        ROOT + ".oidc..",
        ROOT + ".redis..",
        ROOT + ".transport.."
    };

    /** The packages that users of the library compile against, as patterns. */
    static final String[] API = {
        ROOT + ".spi..",
        ROOT + ".core",
        ROOT + ".core.archive",
        ROOT + ".core.audit.chain",
        ROOT + ".core.config",
        ROOT + ".core.config.security",
        ROOT + ".core.status",
        ROOT + ".acme",
        ROOT + ".alerts",
        ROOT + ".auth",
        ROOT + ".backends",
        ROOT + ".client..",
        ROOT + ".codec.cbor",
        ROOT + ".console",
        ROOT + ".logging",
        ROOT + ".observability",
        ROOT + ".oidc",
        ROOT + ".redis",
        ROOT + ".spring",
        ROOT + ".transport.jakarta",
        ROOT + ".transport.nio",
        ROOT + ".transport.undertow",
        ROOT + ".tyrus",
        ROOT + ".test..",
        ROOT + ".testkit.."
    };

    @Override
    public boolean includes(Location location) {
        return !location.contains("/test-classes/");
    }
}
