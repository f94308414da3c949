package io.mychat.gateway.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.spi.auth.TokenService;
import io.mychat.gateway.spi.event.HealthIndicator;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.auth.FakeTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdapterRegistryTest {

    private final AdapterRegistry registry = new AdapterRegistry(Map.of(), "n1", 64);
    private final TokenService tokens = new FakeTokens(new ManualTime());

    @Test
    void anOfferedAdapterIsFoundByItsPort() {
        registry.offer(TokenService.class, tokens);

        assertThat(registry.require(TokenService.class)).isSameAs(tokens);
    }

    @Test
    void theHostsAdapterTakesPrecedenceOverAnOffer() {
        AdapterRegistry withHost = new AdapterRegistry(Map.of(TokenService.class, tokens), "n1", 64);

        withHost.offer(TokenService.class, new FakeTokens(new ManualTime()));

        assertThat(withHost.require(TokenService.class)).isSameAs(tokens);
    }

    @Test
    void aSecondOfferOfAPortIsRefused() {
        registry.offer(TokenService.class, tokens);

        assertThatThrownBy(() -> registry.offer(TokenService.class, tokens))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Two modules offer a TokenService");
    }

    @Test
    void anAdapterOfferedByItsClassIsRefused() {
        assertThatThrownBy(() -> registry.offer(FakeTokens.class, new FakeTokens(new ManualTime())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not a port of gateway-spi");
    }

    @Test
    void anyNumberOfHealthAndMetricsIsTaken() {
        registry.offer(MetricSource.class, List::of);
        registry.offer(MetricSource.class, List::of);
        registry.offer(HealthIndicator.class, new Closeable("one", new ArrayList<>()));
        registry.offer(HealthIndicator.class, new Closeable("other", new ArrayList<>()));

        assertThat(registry.metrics()).hasSize(2);
        assertThat(registry.indicators()).hasSize(2);
    }

    @Test
    void offersAreClosedOnceTheLatestFirst() {
        List<String> closed = new ArrayList<>();
        Closeable first = new Closeable("first", closed);
        registry.offer(HealthIndicator.class, first);
        registry.offer(HealthIndicator.class, new Closeable("second", closed));
        registry.offer(HealthIndicator.class, first);

        registry.close();

        assertThat(closed).containsExactly("second", "first");
    }

    private record Closeable(String component, List<String> closed) implements HealthIndicator, AutoCloseable {

        @Override
        public Status status() {
            return Status.HEALTHY;
        }

        @Override
        public void close() {
            closed.add(component);
        }
    }
}
