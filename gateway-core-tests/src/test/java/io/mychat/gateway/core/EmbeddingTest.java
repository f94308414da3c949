package io.mychat.gateway.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.core.config.ConfigException;
import io.mychat.gateway.core.config.ConfigFault;
import io.mychat.gateway.core.http.ApiContract;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.GatewayPlugin;
import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.PluginContext;
import io.mychat.gateway.spi.auth.AccountChange;
import io.mychat.gateway.spi.auth.CredentialVerifier;
import io.mychat.gateway.spi.auth.TokenService;
import io.mychat.gateway.spi.config.ModuleSettings;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.transport.HttpResponse;
import io.mychat.gateway.testkit.InMemoryHttpTransport;
import io.mychat.gateway.testkit.InMemoryTransport;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestMessage;
import io.mychat.gateway.testkit.auth.FakeTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a program learns that embeds a gateway and makes a mistake, or brings parts of its own. */
class EmbeddingTest {

    private static final String LOGIN = "{\"username\":\"alice\",\"password\":\"x\"}";

    private final ManualTime time = new ManualTime();

    private GatewayBuilder complete() {
        return GatewayServer.builder()
                .time(time)
                .webSocketTransport(new InMemoryTransport(time))
                .httpTransport(new InMemoryHttpTransport())
                .tokens(new FakeTokens(time));
    }

    private static HandlerDefinition handler(String name, long... commands) {
        HandlerDefinition.Builder builder = HandlerDefinition.blocking(name, (message, context) -> Reply.ok());
        for (long cmdId : commands) {
            builder.command(cmdId);
        }
        return builder.build();
    }

    @Test
    void twoHandlersOfOneCommandAreAFaultOfTheBuildThatNamesBoth() {
        assertThatThrownBy(() -> complete()
                        .handler(handler("first", 5001))
                        .handler(handler("second", 5000, 5001))
                        .build())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("5001")
                .hasMessageContaining("first")
                .hasMessageContaining("second");
    }

    @Test
    void twoHandlersOfOneNameAreAFaultOfTheBuild() {
        assertThatThrownBy(() -> complete()
                        .handler(handler("same", 5001))
                        .handler(handler("same", 5002))
                        .build())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("same")
                .hasMessageContaining("EmbeddingTest");
    }

    @ParameterizedTest
    @CsvSource({"1001, auth_login", "2003, reserved", "2004, message_ack", "2050, reserved", "4001, reserved"})
    void aReservedCommandIsAFaultOfTheBuildThatNamesWhomItBelongsTo(long cmdId, String owner) {
        assertThatThrownBy(() -> complete().handler(handler("mine", cmdId)).build())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("mine")
                .hasMessageContaining(owner);
    }

    @Test
    void faultsOfHandlersAreReportedBesideThoseOfTheConfiguration() {
        assertThatThrownBy(() -> complete()
                        .setting("server.colour", "red")
                        .handler(handler("mine", 1001))
                        .build())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("colour")
                .hasMessageContaining("mine");
    }

    @Test
    void aClashBeforeTheStartIsRefusedAtOnce() {
        GatewayServer gateway = complete().handler(handler("first", 5001)).build();

        assertThatThrownBy(() -> gateway.registerMessageHandler(handler("second", 5001)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("first");
        gateway.registerMessageHandler(handler("second", 5002));
    }

    @Test
    void whatIsMissingIsAFaultOfTheBuildThatNamesTheModule() {
        assertThatThrownBy(() -> GatewayServer.builder().time(time).build())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "there is no WebSocketTransport: add io.mychat.gateway:gateway-transport-undertow")
                .hasMessageContaining("there is no TokenService: add io.mychat.gateway:gateway-auth");
    }

    @Test
    void twoModulesOfOneKindAreAFaultOfTheBuildThatNamesBoth() {
        assertThatThrownBy(() -> GatewayServer.builder()
                        .time(time)
                        .module(new Named("one", Set.of(TokenService.class)))
                        .module(new Named("other", Set.of(TokenService.class)))
                        .build())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("one and other both offer a TokenService");
    }

    @Test
    void ofTwoModulesOfOneNameTheOneThatIsNamedTakesPart() {
        List<String> configured = new ArrayList<>();
        complete()
                .module(new Named("gateway-fake", Set.of(), settings -> configured.add("first")))
                .module(new Named("gateway-fake", Set.of(), settings -> configured.add("last")))
                .build();

        assertThat(configured).containsExactly("last");
    }

    @Test
    void leavingOutAModuleThatIsNotThereIsSaid() {
        assertThat(complete().without("gateway-aut").check())
                .anySatisfy(warning -> assertThat(warning.message()).contains("gateway-aut"));
    }

    @Test
    void aKeyOfAModuleThatWasLeftOutSaysSo() {
        assertThatThrownBy(() -> complete()
                        .module(new Named("gateway-redis", Set.of()))
                        .without("gateway-redis")
                        .setting("redis.host", "localhost")
                        .build())
                .hasMessageContaining("$.redis: nobody reads this; gateway-redis was left out");
    }

    @SuppressWarnings("NullAway") // what programs do that nobody checks
    static Stream<Consumer<GatewayBuilder>> nulls() {
        return Stream.of(
                builder -> builder.config(null),
                builder -> builder.setting("server.host", null),
                builder -> builder.setting(null, 1),
                builder -> builder.host(null),
                builder -> builder.handler(null),
                builder -> builder.handler(5001, null),
                builder -> builder.plugin(null),
                builder -> builder.module(null),
                builder -> builder.without(null),
                builder -> builder.listener(null),
                builder -> builder.credentials(null),
                builder -> builder.tokens(null),
                builder -> builder.time(null));
    }

    @ParameterizedTest
    @MethodSource("nulls")
    void aNullArgumentIsNamedWhereItIsGiven(Consumer<GatewayBuilder> mistake) {
        assertThatThrownBy(() -> mistake.accept(GatewayServer.builder()))
                .isInstanceOf(NullPointerException.class)
                .message()
                .matches("[A-Za-z_.]+");
    }

    @SuppressWarnings("NullAway") // what programs do that nobody checks
    static Stream<Consumer<GatewayServer>> nullsWhileItRuns() {
        DeviceKey device = new DeviceKey("web", "w");
        return Stream.of(
                gateway -> gateway.accountChanged(null, AccountChange.ROLES),
                gateway -> gateway.accountChanged("alice", null),
                gateway -> gateway.registerMessageHandler(null),
                gateway -> gateway.registerMessageHandler(5001, null),
                gateway -> gateway.sessions().pushToUser(null, "{}"),
                gateway -> gateway.sessions().pushToUser("alice", null),
                gateway -> gateway.sessions().pushToDevice(null, device, "{}"),
                gateway -> gateway.sessions().pushToDevice("alice", null, "{}"),
                gateway -> gateway.sessions().pushToDevice("alice", device, null),
                gateway -> gateway.sessions().sessionsOf(null),
                gateway -> gateway.sessions().kick(null, device),
                gateway -> gateway.sessions().kick("alice", null),
                gateway -> HandlerDefinition.blocking(null, (message, context) -> Reply.ok()),
                gateway -> gateway.reload(null, "me"));
    }

    @ParameterizedTest
    @MethodSource("nullsWhileItRuns")
    void aNullArgumentIsNamedWhileTheGatewayRunsToo(Consumer<GatewayServer> mistake) {
        List<GatewayEvent> events = new CopyOnWriteArrayList<>();
        try (GatewayServer gateway =
                started(complete().setting("server.watchdog_seconds", 0).listener(events::add))) {
            assertThatThrownBy(() -> mistake.accept(gateway))
                    .isInstanceOf(NullPointerException.class)
                    .message()
                    .matches("[A-Za-z_.]+");
        }
        assertThat(events).isEmpty();
    }

    @Test
    @SuppressWarnings("NullAway") // what programs do that nobody checks
    void aPlugInsMistakeIsAFaultOfTheStartThatNamesThePlugIn() {
        GatewayPlugin clashing = context -> context.handlers().register(handler("second", 5001));
        GatewayPlugin careless = context -> context.handlers().register(null);

        assertThatThrownBy(
                        () -> started(complete().handler(handler("first", 5001)).plugin(clashing)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("plugin embedding-test (the program)")
                .hasMessageContaining("first")
                .hasMessageContaining("second");
        assertThatThrownBy(() -> started(complete().plugin(careless)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("definition")
                .hasCauseInstanceOf(NullPointerException.class);
    }

    @Test
    void aProviderThatFailsToLoadIsNamedByCheckAndBuild(@TempDir Path directory) throws IOException {
        Path services = Files.createDirectories(directory.resolve("META-INF/services"));
        Files.writeString(services.resolve(GatewayPlugin.class.getName()), NoPlugin.class.getName());
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {directory.toUri().toURL()}, before)) {
            Thread.currentThread().setContextClassLoader(loader);

            assertThatThrownBy(() -> complete().check())
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("NoPlugin")
                    .hasMessageContaining("not today");
            assertThatThrownBy(() -> complete().build()).isInstanceOf(ConfigException.class);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    /** A plug-in whose constructor fails. */
    public static final class NoPlugin implements GatewayPlugin {

        public NoPlugin() {
            throw new IllegalStateException("not today");
        }

        @Override
        public void start(PluginContext context) {}
    }

    @Test
    void withoutAVerifierAPasswordLoginIs503() {
        InMemoryTransport sockets = new InMemoryTransport(time);
        InMemoryHttpTransport http = new InMemoryHttpTransport();
        GatewayBuilder builder = complete()
                .setting("server.watchdog_seconds", 0)
                .webSocketTransport(sockets)
                .httpTransport(http)
                .setting("routes.1001.handler", "auth_login");
        assertThat(builder.check()).extracting(ConfigFault::path).contains("$.auth.users_file");
        try (GatewayServer gateway = started(builder)) {
            var connection = sockets.connect();
            TestMessage reply = new Guest(connection, TestClient.over(connection)).request(1001, LOGIN);
            HttpResponse login = http.post(
                    "/api/auth/login", Map.of(), "{\"username\":\"alice\",\"password\":\"x\",\"platform\":\"web\"}");

            assertThat(gateway.isRunning()).isTrue();
            assertThat(reply.code()).isEqualTo(503);
            assertThat(reply.error()).isEqualTo("no_password_login");
            assertThat(reply.data().path("retry_after_ms").longValue()).isPositive();
            assertThat(login.status()).isEqualTo(503);
            assertThat(ApiContract.json(login).path("error").textValue()).isEqualTo("no_password_login");
            connection.vanish(); // else the stop waits for its close
        }
    }

    @Test
    @SuppressWarnings("NullAway") // what programs do that nobody checks
    void aVerifierThatReturnsNullIsAFaultOfTheServerAndNoFailedLogin() {
        List<GatewayEvent> events = new CopyOnWriteArrayList<>();
        CredentialVerifier broken = (username, password) -> null;
        try (TestGateway gateway =
                TestGateway.start(builder -> builder.credentials(broken).listener(events::add))) {
            Guest alice = gateway.connect();
            for (int i = 0; i < 20; i++) {
                assertThat(alice.client().login("alice", "x", "web", "w").code())
                        .isEqualTo(500);
            }
            HttpResponse login = gateway.http.post(
                    "/api/auth/login", Map.of(), "{\"username\":\"alice\",\"password\":\"x\",\"platform\":\"web\"}");

            assertThat(login.status()).isEqualTo(500);
            assertThat(events).doesNotHaveAnyElementsOfTypes(GatewayEvent.LoginFailed.class);
        }
    }

    @Test
    void aVerifiersErrorIsA500WithTheUsualBody() {
        CredentialVerifier broken = (username, password) -> {
            throw new AssertionError("nobody's business");
        };
        try (TestGateway gateway = TestGateway.start(builder -> builder.credentials(broken))) {
            HttpResponse login = gateway.http.post(
                    "/api/auth/login", Map.of(), "{\"username\":\"alice\",\"password\":\"x\",\"platform\":\"web\"}");

            assertThat(login.status()).isEqualTo(500);
            assertThat(ApiContract.json(login).path("error").textValue()).isEqualTo("internal_error");
            assertThat(gateway.connect()
                            .client()
                            .login("alice", "x", "web", "w")
                            .code())
                    .isEqualTo(500);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"routes.1001.handler", "routes.2003.handler", "routes.5001.handler"})
    void theCheckFindsTheRoutesThatAStartWouldRefuse(String route) {
        GatewayBuilder builder = complete().setting(route, "heartbeat2").setting("server.watchdog_seconds", 0);

        assertThatThrownBy(builder::check).isInstanceOf(ConfigException.class).hasMessageContaining("routes");
        assertThatThrownBy(() -> started(builder)).isInstanceOf(ConfigException.class);
    }

    @Test
    void theCheckFindsARouteThatMisdirectsACommandOfTheGateway() {
        GatewayBuilder builder = complete().setting("routes.1001.handler", "heartbeat");

        assertThatThrownBy(builder::check)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("stays with the handler auth_login");
    }

    private static GatewayServer started(GatewayBuilder builder) {
        GatewayServer gateway = builder.build();
        try {
            gateway.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return gateway;
    }

    /** A module that offers these ports, as it says. */
    private record Named(String name, Set<Class<?>> ports, Consumer<ModuleSettings> reader) implements ModuleProvider {

        Named(String name, Set<Class<?>> ports) {
            this(name, ports, settings -> {});
        }

        @Override
        public Set<String> sections() {
            return Set.of();
        }

        @Override
        public Module configure(ModuleSettings settings) {
            reader.accept(settings);
            return Module.offering(ports, services -> {});
        }
    }
}
