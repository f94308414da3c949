package io.mychat.gateway.spi;

import io.mychat.gateway.spi.config.ModuleSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

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

    /**
     * This module's part of the JSON Schema (draft 2020-12) of {@code gateway_config.json}: an object that is laid over the
     * core's. Beside a key, {@code "x-reload": "live"} says that a running module {@linkplain Module#adopt adopts} another
     * value, and {@code "writeOnly": true} that the value is a secret. A key that is not in the schema needs a restart, and
     * its value is shown nowhere.
     *
     * <p>The default is the file {@code gateway_config.schema.json} beside the provider's class, and an empty object where
     * there is none. A provider in a named module opens its package to {@code io.mychat.gateway.spi}, or overrides this.
     */
    default String schema() {
        try (InputStream file = getClass().getResourceAsStream("gateway_config.schema.json")) {
            return file == null ? "{}" : new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A configured module: first one that has not begun to work, and later perhaps the one at work. */
    @FunctionalInterface
    interface Module {

        /**
         * Creates the adapters and offers them. What is offered is closed by the gateway when it stops, in the reverse
         * order, where it is {@link AutoCloseable}.
         */
        void create(ModuleServices services);

        /**
         * Adopts, in this module, which is at work, what a newly configured one of the same provider says; that one is never
         * created. Called when the whole new configuration has been found valid, for one reload at a time, while other
         * threads use what this module has offered. Must not fail: what can go wrong belongs in {@link ModuleProvider#configure}.
         */
        default ReloadResult adopt(Module next) {
            return ReloadResult.nothing();
        }

        /**
         * The ports for which {@link #create} offers an adapter, so that a missing or doubled one is found before anything is
         * opened; empty: not said, and the start finds it.
         */
        default Optional<Set<Class<?>>> ports() {
            return Optional.empty();
        }

        /** A module that offers adapters for exactly these ports when it is created, and adopts nothing later. */
        static Module offering(Set<Class<?>> ports, Consumer<ModuleServices> creation) {
            Optional<Set<Class<?>>> said = Optional.of(Set.copyOf(ports));
            return new Module() {
                @Override
                public void create(ModuleServices services) {
                    creation.accept(services);
                }

                @Override
                public Optional<Set<Class<?>>> ports() {
                    return said;
                }
            };
        }
    }
}
