package io.mychat.gateway.core.config.reading;

import io.mychat.gateway.core.config.json.JsonConfigSection;
import io.mychat.gateway.spi.GatewayView;
import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.ModuleServices;
import io.mychat.gateway.spi.ReloadResult;
import io.mychat.gateway.spi.config.ModuleSettings;
import io.mychat.gateway.spi.config.SettingFault;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which of this project's transports has the ports, {@code server.transport}, where several are on the class path. The
 * others stay in the list of modules and do nothing. Immutable.
 */
final class TransportChoice {

    private static final String KEY = "transport";
    private static final Set<KnownModule> TRANSPORTS = Set.of(KnownModule.TRANSPORT, KnownModule.TRANSPORT_NIO);

    /** A module that offers nothing. */
    private static final ModuleProvider.Module IDLE = ModuleProvider.Module.offering(Set.of(), services -> {});

    private final boolean open;
    private final String chosen;

    private TransportChoice(boolean open, String chosen) {
        this.open = open;
        this.chosen = chosen;
    }

    /** The words of the setting. */
    enum Transport {
        UNDERTOW(KnownModule.TRANSPORT),
        NIO(KnownModule.TRANSPORT_NIO);

        private final KnownModule module;

        Transport(KnownModule module) {
            this.module = module;
        }
    }

    /** Reads the setting; a transport that is not there is a fault. */
    static TransportChoice read(JsonConfigSection server, ModulePresence modules) {
        Optional<Transport> wanted = KeyReader.writtenWord(server, KEY, Transport.class);
        KnownModule chosen = wanted.isPresent() ? wanted.get().module : KnownModule.TRANSPORT;
        if (wanted.isPresent() && !modules.isFound(chosen)) {
            server.fault(KEY, "names a transport that is not there: " + modules.advice(chosen));
        }
        boolean several = true;
        for (KnownModule transport : TRANSPORTS) {
            several &= modules.isFound(transport);
        }
        return new TransportChoice(several, chosen.artifact());
    }

    /** The configured module of a provider, which is idle when another transport is chosen. */
    ModuleProvider.Module configure(ModuleProvider provider, ModuleSettings settings) {
        if (!open || !isTransport(provider)) {
            return provider.configure(settings);
        }
        return provider.name().equals(chosen) ? new Chosen(provider.configure(settings)) : IDLE;
    }

    private static boolean isTransport(ModuleProvider provider) {
        for (KnownModule transport : TRANSPORTS) {
            if (transport.artifact().equals(provider.name())) {
                return true;
            }
        }
        return false;
    }

    /** A transport that a reload may have replaced by another one, which takes effect at a restart. */
    private record Chosen(ModuleProvider.Module transport) implements ModuleProvider.Module {

        @Override
        public void create(ModuleServices services) {
            transport.create(services);
        }

        @Override
        public List<SettingFault> attach(GatewayView gateway) {
            return transport.attach(gateway);
        }

        @Override
        public List<SettingFault> check(ModuleProvider.Module next) {
            return next instanceof Chosen other ? transport.check(other.transport) : List.of();
        }

        @Override
        public ReloadResult adopt(ModuleProvider.Module next) {
            return next instanceof Chosen other ? transport.adopt(other.transport) : ReloadResult.nothing();
        }

        @Override
        public Optional<Set<Class<?>>> ports() {
            return transport.ports();
        }

        @Override
        public boolean isMounted() {
            return transport.isMounted();
        }
    }
}
