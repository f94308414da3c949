package io.mychat.gateway.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.core.testing.BareModule;
import io.mychat.gateway.spi.config.ModuleSettings;
import io.mychat.gateway.spi.page.OperatorPages;
import io.mychat.gateway.spi.transport.HttpEndpoint;
import io.mychat.gateway.spi.transport.HttpResponse;
import io.mychat.gateway.testkit.InMemoryHttpTransport;
import io.mychat.gateway.testkit.InMemoryTransport;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.auth.FakeTokens;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages of a module stand where the calls for operators stand. */
class OperatorPagesTest {

    private static final Map<String, String> NONE = Map.of();

    private final AtomicBoolean on = new AtomicBoolean(true);
    private final ManualTime time = new ManualTime();
    private final InMemoryHttpTransport http = new InMemoryHttpTransport();
    private Optional<GatewayServer> gateway = Optional.empty();

    /** A module whose pages answer 299. */
    private record Pages(String name, String path, AtomicBoolean on) implements BareModule, OperatorPages {

        @Override
        public Module configure(ModuleSettings settings) {
            return services -> services.offer(OperatorPages.class, this);
        }

        @Override
        public Optional<HttpEndpoint> endpoint() {
            return on.get() ? Optional.of(request -> new HttpResponse(299, NONE, new byte[0])) : Optional.empty();
        }
    }

    private void start(UnaryOperator<GatewayBuilder> more) throws IOException {
        GatewayServer started = more.apply(GatewayServer.builder()
                        .time(time)
                        .setting("server.watchdog_seconds", 0)
                        .webSocketTransport(new InMemoryTransport(time))
                        .httpTransport(http)
                        .tokens(new FakeTokens(time))
                        .module(new Pages("pages", "/tool", on)))
                .build();
        gateway = Optional.of(started);
        started.start();
    }

    @AfterEach
    void stop() {
        gateway.ifPresent(GatewayServer::close);
        assertThat(http.failures()).isEmpty();
    }

    private static int status(InMemoryHttpTransport port, String path) {
        return port.get(path, NONE).status();
    }

    @Test
    void withoutAManagementPortTheyAreOnTheHttpPort() throws IOException {
        start(builder -> builder);

        assertThat(status(http, "/tool")).isEqualTo(299);
        assertThat(status(http, "/tool/a/b")).isEqualTo(299);
        assertThat(status(http, "/tools")).isEqualTo(404);
        assertThat(status(http, "/api/system/health")).isEqualTo(200);
    }

    @Test
    void withOneTheyAreOnlyThere() throws IOException {
        start(builder -> builder.managementPort(8082));

        assertThat(status(http, "/tool/")).isEqualTo(404);
        assertThat(status(http.other(), "/tool/")).isEqualTo(299);
        assertThat(status(http.other(), "/api/system/health")).isEqualTo(200);
    }

    @Test
    void theyTakePrecedenceOverThePagesOfTheHostWhileTheyAreOn() throws IOException {
        start(builder -> builder.pages(request -> new HttpResponse(298, NONE, new byte[0])));

        assertThat(status(http, "/tool/")).isEqualTo(299);
        assertThat(status(http, "/")).isEqualTo(298);
        on.set(false);
        assertThat(status(http, "/tool/")).isEqualTo(298);
    }

    @Test
    void switchedOffTheyDoNotExist() throws IOException {
        start(builder -> builder);
        on.set(false);

        HttpResponse response = http.get("/tool/", NONE);

        assertThat(response.status()).isEqualTo(404);
        assertThat(ApiContract.json(response).path("error").textValue()).isEqualTo("not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api", "tool", "/", "/a/b", "/tool/", ""})
    void aPathThatIsNoneEndsTheStart(String path) {
        assertThatThrownBy(() -> start(builder -> builder.module(new Pages("other", path, on))))
                .hasMessageContaining("'" + path + "'");
    }

    @Test
    void twoModulesWithOnePathEndTheStart() {
        assertThatThrownBy(() -> start(builder -> builder.module(new Pages("other", "/tool", on))))
                .hasMessageContaining("Two modules offer pages below /tool");
    }
}
