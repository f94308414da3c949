package io.mychat.gateway.core.router;

import io.mychat.gateway.spi.backend.BackendOutcome.Answered;
import io.mychat.gateway.spi.backend.BackendServices;
import io.mychat.gateway.spi.backend.BalancingStrategy;
import io.mychat.gateway.spi.backend.ServerDefinition;
import io.mychat.gateway.spi.backend.ServiceDefinition;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.backend.BackendServicesContract;
import io.mychat.gateway.testkit.backend.InMemoryBackendServices;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The testkit's services keep the contract that they stand in for. */
class InMemoryBackendServicesTest extends BackendServicesContract {

    private final InMemoryBackendServices services = new InMemoryBackendServices(call -> new CompletableFuture<>());

    private static ServiceDefinition somewhere() {
        return ServiceDefinition.of(
                BalancingStrategy.ROUND_ROBIN, List.of(new ServerDefinition(URI.create("http://127.0.0.1:1"), 1)));
    }

    @Override
    protected BackendServices services() {
        return services;
    }

    @Override
    protected TimeSource time() {
        return new ManualTime();
    }

    @Override
    protected ServiceDefinition answering() {
        services.answer(call -> CompletableFuture.completedFuture(new Answered(DATA)));
        return somewhere();
    }

    @Override
    protected ServiceDefinition silent() {
        return somewhere();
    }
}
