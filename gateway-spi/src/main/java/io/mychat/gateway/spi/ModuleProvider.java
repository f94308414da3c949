package io.mychat.gateway.spi;

import io.mychat.gateway.spi.chat.MessageArchive;
import io.mychat.gateway.spi.config.ModuleSettings;
import io.mychat.gateway.spi.config.SettingFault;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Brings adapters (a transport, a store, a token service) to a gateway. {@link java.util.ServiceLoader}
 * finds it.
 *
 * <p>Configuration and creation are two steps, so that a configuration can be checked without opening anything.
 *
 * @since 0.1.0
 */
public interface ModuleProvider {

    /** The name of the artifact, for logs and errors, such as {@code gateway-auth}. */
    String name();

    /** The sections of {@code gateway_config.json} from which this module reads at least one key. */
    Set<String> sections();

    /**
     * Reads the module's keys. Faults are reported to the section, not thrown. The returned module is never used when
     * its configuration has faults.
     */
    Module configure(ModuleSettings settings);

    /**
     * This module's part of the JSON Schema (draft 2020-12) of {@code gateway_config.json}: an object that is merged
     * into the schema of the core. The keyword {@code "x-reload": "live"} of a key says that a running module
     * {@linkplain Module#adopt adopts} a new value. {@code "writeOnly": true} says that the value is a secret. A key
     * without a schema needs a restart, and its value is never shown. {@code "x-rule"} beside a {@code "pattern"} is
     * the fault for a text that does not match the pattern.
     *
     * <p>The default is the file {@code gateway_config.schema.json} beside the provider's class, or an empty object
     * when there is no such file. A provider in a named module opens its package to {@code io.mychat.gateway.spi}, or
     * overrides this method.
     */
    default String schema() {
        try (InputStream file = getClass().getResourceAsStream("gateway_config.schema.json")) {
            return file == null ? "{}" : new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The {@linkplain io.mychat.gateway.spi.page.OperatorPages#path paths} of pages for operators that this module may
     * offer, such as {@code /console}. A transport in the container of a host application leads them to the gateway, whether
     * the module's configuration switches the pages on or not: a container asks for its paths before there is a gateway.
     */
    default Set<String> pages() {
        return Set.of();
    }

    /** A configured module. It starts to work with {@link #create}. */
    @FunctionalInterface
    interface Module {

        /**
         * Creates the adapters and offers them. When the gateway stops, it closes the offered adapters that are {@link
         * AutoCloseable}, in reverse order.
         */
        void create(ModuleServices services);

        /**
         * Shows the module the whole gateway. Called once, when all modules have created their adapters, before the
         * gateway opens its ports.
         *
         * @return faults of the module's settings that only now can be seen; any of them ends the start
         */
        default List<SettingFault> attach(GatewayView gateway) {
            return List.of();
        }

        /**
         * The faults of the settings of a newly configured module that only this running module can see; any of them
         * rejects the reload. Called before {@link #adopt}. Changes nothing.
         */
        default List<SettingFault> check(Module next) {
            return List.of();
        }

        /**
         * Adopts the settings of a newly configured module of the same provider; {@link #create} is never called on
         * that one. Called on the running module when the whole new configuration is valid, for one reload at a time,
         * while other threads use the offered adapters. Must not fail: {@link ModuleProvider#configure} and
         * {@link #check} find all faults before.
         */
        default ReloadResult adopt(Module next) {
            return ReloadResult.nothing();
        }

        /**
         * The ports for which {@link #create} offers an adapter. They let the gateway find a missing or duplicate
         * adapter before anything is opened. Empty: not declared, and only the start finds it.
         */
        default Optional<Set<Class<?>>> ports() {
            return Optional.empty();
        }

        /**
         * Whether the transports of this module are mounted on a server of the host application, so that they bind no
         * address, and a check of the configuration tries none.
         */
        default boolean isMounted() {
            return false;
        }

        /**
         * Opens the archive of this module's store of messages alone, for a program beside the gateways of a cluster,
         * such as an export. {@link #create} is not called then, and nothing of it joins the cluster. The caller closes
         * it.
         *
         * @return empty: this module has no store of messages that other processes can open
         */
        default Optional<MessageArchive> openArchive() {
            return Optional.empty();
        }

        /** A module that offers adapters for exactly these ports and adopts nothing at a reload. */
        static Module offering(Set<Class<?>> ports, Consumer<ModuleServices> creation) {
            return offering(ports, creation, false);
        }

        /** As {@link #offering}, with transports that are {@linkplain #isMounted mounted} on a server of the host. */
        static Module mounted(Set<Class<?>> ports, Consumer<ModuleServices> creation) {
            return offering(ports, creation, true);
        }

        private static Module offering(Set<Class<?>> ports, Consumer<ModuleServices> creation, boolean mounted) {
            Optional<Set<Class<?>>> declared = Optional.of(Set.copyOf(ports));
            return new Module() {
                @Override
                public void create(ModuleServices services) {
                    creation.accept(services);
                }

                @Override
                public Optional<Set<Class<?>>> ports() {
                    return declared;
                }

                @Override
                public boolean isMounted() {
                    return mounted;
                }
            };
        }
    }
}
