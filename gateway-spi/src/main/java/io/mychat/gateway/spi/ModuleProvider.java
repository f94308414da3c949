package io.mychat.gateway.spi;

import io.mychat.gateway.spi.config.ModuleSettings;
import java.util.Set;

/**
 * Brings adapters (a transport, a store, a token service) to a gateway. Found by {@link java.util.ServiceLoader}.
 *
 * <p>Configuration and creation are two steps, so that a configuration can be checked without opening anything.
 */
public interface ModuleProvider {

    /** The artifact's name, for logs and errors: {@code gateway-auth}. */
    String name();

    /** The sections of {@code gateway_config.json} from which this module reads at least one key. */
    Set<String> sections();

    /**
     * Reads the module's keys. Faults are reported to the section, not thrown; the result of a reading with faults is
     * never used.
     */
    Module configure(ModuleSettings settings);

    /** A configured module that has not begun to work. */
    @FunctionalInterface
    interface Module {

        /**
         * Creates the adapters and offers them. What is offered is closed by the gateway when it stops, in the reverse
         * order, where it is {@link AutoCloseable}.
         */
        void create(ModuleServices services);
    }
}
