package io.mychat.gateway.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.core.config.ConfigException;
import io.mychat.gateway.core.config.ConfigFault;
import io.mychat.gateway.core.config.ConfigFile;
import io.mychat.gateway.core.config.ReloadOutcome;
import io.mychat.gateway.spi.GatewayView;
import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.ModuleServices;
import io.mychat.gateway.spi.ReloadResult;
import io.mychat.gateway.spi.alert.AlertChannel;
import io.mychat.gateway.spi.alert.AlertNotification;
import io.mychat.gateway.spi.alert.DeliveryOutcome;
import io.mychat.gateway.spi.config.ModuleSettings;
import io.mychat.gateway.spi.config.SettingFault;
import io.mychat.gateway.spi.event.GatewayListener;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.testkit.InMemoryHttpTransport;
import io.mychat.gateway.testkit.InMemoryTransport;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.auth.FakeTokens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A module sees the whole gateway, and can refuse its start and a reload. */
class ModuleAttachTest {

    private final ManualTime time = new ManualTime();
    private final Observer observer = new Observer();
    private final InMemoryTransport sockets = new InMemoryTransport(time);

    private GatewayBuilder gateway() {
        return GatewayServer.builder()
                .time(time)
                .webSocketTransport(sockets)
                .httpTransport(new InMemoryHttpTransport())
                .tokens(new FakeTokens(time))
                .module(observer);
    }

    /** Looks at the gateway, and has a fault where the test wants one. */
    private static final class Observer implements ModuleProvider, ModuleProvider.Module {
        private @Nullable GatewayView view;
        private List<String> metrics = List.of();
        private List<SettingFault> atStart = List.of();
        private List<SettingFault> atReload = List.of();
        private int adopted;

        @Override
        public String name() {
            return "gateway-observer";
        }

        @Override
        public Set<String> sections() {
            return Set.of();
        }

        @Override
        public Module configure(ModuleSettings settings) {
            // Each configuration has a module of its own, of which only the first one runs.
            return view == null ? this : services -> {};
        }

        @Override
        public Optional<Set<Class<?>>> ports() {
            return Optional.of(Set.of());
        }

        @Override
        public void create(ModuleServices services) {
            services.offer(MetricSource.class, () -> List.of(Metric.gauge("of_the_module", "", 1)));
            services.offer(AlertChannel.class, new Channel("module"));
        }

        @Override
        public List<SettingFault> attach(GatewayView gateway) {
            view = gateway;
            metrics = gateway.metrics().metrics().stream().map(Metric::name).toList();
            return atStart;
        }

        @Override
        public List<SettingFault> check(Module next) {
            return atReload;
        }

        @Override
        public ReloadResult adopt(Module next) {
            adopted++;
            return ReloadResult.nothing();
        }
    }

    private record Channel(String name) implements AlertChannel {
        @Override
        public DeliveryOutcome send(AlertNotification notification, Duration timeout) {
            return new DeliveryOutcome.Delivered("");
        }
    }

    /** A listener of the host that carries alerts, too. */
    private static final class ListeningChannel implements AlertChannel, GatewayListener {
        @Override
        public String name() {
            return "listener";
        }

        @Override
        public DeliveryOutcome send(AlertNotification notification, Duration timeout) {
            return new DeliveryOutcome.Delivered("");
        }

        @Override
        public void onEvent(io.mychat.gateway.spi.event.GatewayEvent event) {}
    }

    @Test
    void itSeesAllMetricsAndChannelsBeforeThePortsOpen() throws Exception {
        try (GatewayServer server = gateway()
                .alertChannel(new Channel("host"))
                .listener(new ListeningChannel())
                .build()) {
            server.start();
            GatewayView view = Objects.requireNonNull(observer.view);

            assertThat(observer.metrics).contains("connections", "component_health", "of_the_module");
            assertThat(view.alertChannels())
                    .extracting(AlertChannel::name)
                    .containsExactlyInAnyOrder("host", "listener", "module");
            assertThat(view.idempotencyStore().claim("key", "print", Duration.ofSeconds(1)))
                    .isNotNull();
        }
    }

    @Test
    void itsFaultEndsTheStart() {
        observer.atStart = List.of(new SettingFault("$.alerts.rules.x.when", "there is no metric 'x'"));
        GatewayServer server = gateway().build();

        assertThatThrownBy(server::start)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("$.alerts.rules.x.when: there is no metric 'x'");
        assertThat(server.isRunning()).isFalse();
        assertThat(sockets.isAccepting()).isFalse();
    }

    @Test
    void itsFaultRejectsAReload() throws Exception {
        try (GatewayServer server = gateway().build()) {
            server.start();
            observer.atReload = List.of(new SettingFault("$.alerts.rules.y.when", "there is no metric 'y'"));

            ReloadOutcome rejected = server.reload(ConfigFile.GATEWAY, "test");
            assertThat(((ReloadOutcome.Rejected) rejected).faults())
                    .extracting(ConfigFault::path)
                    .containsExactly("$.alerts.rules.y.when");
            assertThat(observer.adopted).isZero();

            observer.atReload = new ArrayList<>();
            assertThat(server.reload(ConfigFile.GATEWAY, "test")).isInstanceOf(ReloadOutcome.Reloaded.class);
            assertThat(observer.adopted).isOne();
        }
    }
}
