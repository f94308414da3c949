package io.mychat.gateway.tyrus;

import io.mychat.gateway.spi.GatewayView;
import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.ModuleServices;
import io.mychat.gateway.spi.ReloadResult;
import io.mychat.gateway.spi.config.SettingFault;
import io.mychat.gateway.spi.event.MetricSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A configured transport with a host's endpoints. The bounds of the endpoints stay in effect until a restart. */
record TyrusModule(ModuleProvider.Module transport, TyrusHost host, EndpointBounds bounds)
        implements ModuleProvider.Module {

    @Override
    public void create(ModuleServices services) {
        host.use(bounds);
        transport.create(services);
        services.offer(MetricSource.class, host);
    }

    @Override
    public Optional<Set<Class<?>>> ports() {
        return transport.ports();
    }

    @Override
    public List<SettingFault> attach(GatewayView gateway) {
        return transport.attach(gateway);
    }

    @Override
    public List<SettingFault> check(ModuleProvider.Module next) {
        return transport.check(((TyrusModule) next).transport());
    }

    @Override
    public ReloadResult adopt(ModuleProvider.Module next) {
        return transport.adopt(((TyrusModule) next).transport());
    }
}
