package io.mychat.gateway.architecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;

/** The modules' own classes, without those of their tests. */
final class Production implements ImportOption {

    static final String ROOT = "io.mychat.gateway";

<<<<<<< HEAD
    static final String[] ADAPTERS = {ROOT + ".auth..", ROOT + ".redis..", ROOT + ".transport.."};
=======
    static final String[] ADAPTERS = {ROOT + ".auth..", ROOT + ".backends..", ROOT + ".transport.."};
>>>>>>> main

    @Override
    public boolean includes(Location location) {
        return !location.contains("/test-classes/");
    }
}
