package io.mychat.gateway.core.config.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.core.config.ConfigException;
import io.mychat.gateway.core.config.ConfigSnapshot.ConfiguredModule;
import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.ModuleServices;
import io.mychat.gateway.spi.ReloadResult;
import io.mychat.gateway.spi.config.ModuleSettings;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import io.mychat.gateway.testkit.ManualTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransportChoiceTest {

    private static final String UNDERTOW = "gateway-transport-undertow";
    private static final String NIO = "gateway-transport-nio";

    /** Offers a transport, and adopts the settings of its own kind only. */
    private record Transport(String name) implements ModuleProvider, ModuleProvider.Module {

        @Override
        public Set<String> sections() {
            return Set.of("server");
        }

        @Override
        public String schema() {
            return "{}";
        }

        @Override
        public Module configure(ModuleSettings settings) {
            return this;
        }

        @Override
        public void create(ModuleServices services) {}

        @Override
        public Optional<Set<Class<?>>> ports() {
            return Optional.of(Set.of(WebSocketTransport.class));
        }

        @Override
        public ReloadResult adopt(Module next) {
            return new ReloadResult(List.of(((Transport) next).name()), List.of());
        }
    }

    private static List<ConfiguredModule> modules(Map<String, String> environment, String... present) {
        List<ModuleProvider> providers = List.of(present).stream()
                .map(name -> (ModuleProvider) new Transport(name))
                .toList();
        return new ConfigurationLoader(providers, new ManualTime())
                .load(new ConfigSource(Optional.empty(), Map.of(), environment))
                .modules();
    }

    private static List<String> active(List<ConfiguredModule> modules) {
        return modules.stream()
                .filter(one -> one.module().ports().orElseThrow().contains(WebSocketTransport.class))
                .map(ConfiguredModule::name)
                .toList();
    }

    private static Map<String, String> asked(String transport) {
        return Map.of("GATEWAY_SERVER_TRANSPORT", transport);
    }

    @Test
    void ofSeveralUndertowHasThePortsByDefault() {
        assertThat(active(modules(Map.of(), NIO, UNDERTOW))).containsExactly(UNDERTOW);
    }

    @ParameterizedTest
    @CsvSource({"undertow, gateway-transport-undertow", "nio, gateway-transport-nio"})
    void theSettingChoosesAndTheOtherIsIdle(String word, String name) {
        List<ConfiguredModule> modules = modules(asked(word), UNDERTOW, NIO);
        assertThat(modules).hasSize(2);
        assertThat(active(modules)).containsExactly(name);
    }

    @Test
    void theOnlyOneIsTaken() {
        assertThat(active(modules(Map.of(), NIO))).containsExactly(NIO);
        assertThat(active(modules(asked("nio"), NIO))).containsExactly(NIO);
        assertThat(active(modules(Map.of(), "a host's own", UNDERTOW))).containsExactly("a host's own", UNDERTOW);
    }

    @Test
    void oneThatIsNotThereIsAFaultThatSaysWhatToAdd() {
        assertThatThrownBy(() -> modules(asked("nio"), UNDERTOW))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("GATEWAY_SERVER_TRANSPORT: names a transport that is not there: ")
                .hasMessageContaining(NIO);
        assertThatThrownBy(() -> modules(asked("netty"), UNDERTOW))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("must be one of undertow, nio");
    }

    @Test
    void aReloadKeepsTheTransportThatRuns() {
        ModuleProvider.Module running = modules(Map.of(), UNDERTOW, NIO).get(0).module();
        ModuleProvider.Module same = modules(Map.of(), UNDERTOW, NIO).get(0).module();
        ModuleProvider.Module idle = modules(asked("nio"), UNDERTOW, NIO).get(0).module();

        assertThat(running.adopt(same).changed()).containsExactly(UNDERTOW);
        assertThat(running.adopt(idle).changed()).isEmpty();
        assertThat(running.check(idle)).isEmpty();
    }
}
