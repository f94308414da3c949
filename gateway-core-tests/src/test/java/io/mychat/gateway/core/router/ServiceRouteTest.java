package io.mychat.gateway.core.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.core.config.CommandRange;
import io.mychat.gateway.core.config.ConfigException;
import io.mychat.gateway.core.config.ConfigFile;
import io.mychat.gateway.core.config.ReloadOutcome;
import io.mychat.gateway.core.config.RouteConfig;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.backend.BackendCall;
import io.mychat.gateway.spi.backend.BackendOutcome;
import io.mychat.gateway.spi.backend.BackendOutcome.Answered;
import io.mychat.gateway.spi.backend.BackendOutcome.Reason;
import io.mychat.gateway.spi.backend.BackendOutcome.Refused;
import io.mychat.gateway.spi.backend.BackendOutcome.Unavailable;
import io.mychat.gateway.spi.backend.CallOptions;
import io.mychat.gateway.spi.backend.HealthCheckOptions;
import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.Sensitivity;
import io.mychat.gateway.testkit.TestMessage;
import io.mychat.gateway.testkit.backend.InMemoryBackendServices;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Routes to back-end services, and routes that come and go while the gateway runs. */
class ServiceRouteTest {

    private final InMemoryBackendServices backends = new InMemoryBackendServices(new Answered("{\"from\":\"orders\"}"));

    private TestGateway start() {
        return TestGateway.start(this::withOrders);
    }

    private GatewayBuilder withOrders(GatewayBuilder builder) {
        return builder.backends(backends)
                .setting("services.orders.servers", List.of("http://127.0.0.1:1"))
                .setting("routes.5001.service", "orders")
                .setting("routes.5001.timeout_ms", 2000)
                .setting("routes.5001.retry_count", 2)
                .setting("routes.5001.idempotent", true)
                .setting("routes.5001.path", "/o");
    }

    @Test
    void aServiceAnswersACommand() {
        try (TestGateway gateway = start()) {
            Guest alice = gateway.login("alice", "web", "w");

            TestMessage reply = alice.request(5001, "{\"order\":1}");

            assertThat(reply.code()).isEqualTo(200);
            assertThat(reply.text("from")).isEqualTo("orders");
            BackendCall call = backends.calls().get(0);
            assertThat(call.service()).isEqualTo("orders");
            assertThat(call.message().data()).isEqualTo("{\"order\":1}");
            assertThat(call.session().orElseThrow().userId()).isEqualTo("alice");
            assertThat(call.options()).isEqualTo(new CallOptions(Optional.of("/o"), 2, true));
            assertThat(call.deadline()).isEqualTo(gateway.time.now().plusSeconds(2));
            assertThat(backends.services()).containsOnlyKeys("orders");
        }
    }

    @Test
    void whatARouteLeadsToIsConnectedToAndNothingElse() {
        try (TestGateway gateway = TestGateway.start(builder -> withOrders(builder)
                .setting("services.idle.servers", List.of("http://127.0.0.1:1"))
                .setting("services.unwatched.servers", List.of("http://127.0.0.1:1"))
                .setting("services.unwatched.connect_check_ms", 0)
                .setting("routes.5002.service", "unwatched"))) {
            assertThat(checkOf("orders")).contains(HealthCheckOptions.connect(Duration.ofSeconds(5)));
            assertThat(checkOf("unwatched")).isEmpty();
            assertThat(checkOf("idle")).isEmpty();

            gateway.server.putRoute(new CommandRange(5003, 5003), RouteConfig.toService("idle"));
            assertThat(checkOf("idle")).isPresent();

            gateway.server.removeRoute(new CommandRange(5003, 5003));
            assertThat(checkOf("idle")).isEmpty();
        }
    }

    private Optional<HealthCheckOptions> checkOf(String service) {
        return Objects.requireNonNull(backends.services().get(service)).healthCheck();
    }

    @Test
    void nobodyCallsAServiceWithoutALogin() {
        try (TestGateway gateway = start()) {
            assertThat(gateway.connect().request(5001, "{}").code()).isEqualTo(401);
            assertThat(backends.calls()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "UNKNOWN_SERVICE,service_unavailable",
        "NO_SERVER,service_unavailable",
        "OVERLOADED,service_overloaded",
        "TIMED_OUT,timeout",
        "FAILED,service_failed"
    })
    void whatHasNoAnswerIs503(Reason reason, String error) {
        backends.answer(call -> CompletableFuture.completedFuture(new Unavailable(reason, Duration.ofSeconds(3))));
        try (TestGateway gateway = start()) {
            TestMessage reply = gateway.login("alice", "web", "w").request(5001, "{}");

            assertThat(reply.code()).isEqualTo(503);
            assertThat(reply.error()).isEqualTo(error);
            assertThat(reply.data().path("retry_after_ms").intValue()).isEqualTo(3000);
        }
    }

    @Test
    void aRefusalIsPassedOnAnd429SaysWhenToComeBack() {
        backends.answer(call -> CompletableFuture.completedFuture(
                new Refused(ErrorCode.TOO_MANY_REQUESTS, "slow_down", "Not so fast.", Optional.empty())));
        try (TestGateway gateway = start()) {
            Guest alice = gateway.login("alice", "web", "w");

            TestMessage reply = alice.request(5001, "{}");
            assertThat(reply.code()).isEqualTo(429);
            assertThat(reply.error()).isEqualTo("slow_down");
            assertThat(reply.text("detail")).isEqualTo("Not so fast.");
            assertThat(reply.data().path("retry_after_ms").intValue()).isEqualTo(1000);

            backends.answer(call -> CompletableFuture.completedFuture(
                    new Refused(ErrorCode.NOT_FOUND, "no_order", "Which?", Optional.empty())));
            assertThat(alice.request(5001, "{}").data().has("retry_after_ms")).isFalse();
        }
    }

    @Test
    void aCallThatIsTooLateIsCancelledAndHoldsNoThread() {
        CompletableFuture<BackendOutcome> never = new CompletableFuture<>();
        backends.answer(call -> never);
        try (TestGateway gateway = start()) {
            Guest alice = gateway.login("alice", "web", "w");
            alice.client().send(5001, "{}");
            await().until(() -> !backends.calls().isEmpty());

            gateway.advance(Duration.ofSeconds(2));

            assertThat(alice.client().next().error()).isEqualTo("timeout");
            await().until(never::isCancelled);
        }
    }

    @Test
    void withoutAModuleThatCallsServicesARouteToOneIsAFault() {
        assertThatThrownBy(() -> TestGateway.start(
                        builder -> builder.setting("services.orders.servers", List.of("http://127.0.0.1:1"))
                                .setting("routes.5001.service", "orders")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("io.mychat.gateway:gateway-backends");
    }

    @Test
    void theGatewaysOwnCommandsKeepTheirHandlers() {
        assertThatThrownBy(() -> TestGateway.start(builder -> builder.setting("routes.1001.handler", "heartbeat")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("stays with the handler auth_login");
    }

    @Test
    void routesComeChangeAndGoWhileTheGatewayRuns() {
        try (TestGateway gateway = start()) {
            gateway.server.registerMessageHandler(
                    HandlerDefinition.blocking("mine", (message, context) -> Reply.ok("{\"from\":\"mine\"}"))
                            .build());
            Guest alice = gateway.login("alice", "web", "w");
            CommandRange one = CommandRange.single(7000);
            CommandRange many = new CommandRange(7000, 7099);
            assertThat(alice.request(7000, "{}").code()).isEqualTo(404);

            gateway.server.putRoute(many, RouteConfig.toService("orders"));
            assertThat(alice.request(7000, "{}").text("from")).isEqualTo("orders");
            gateway.server.putRoute(one, RouteConfig.toHandler("mine"));
            assertThat(alice.request(7000, "{}").text("from")).isEqualTo("mine");
            assertThat(alice.request(7001, "{}").text("from")).isEqualTo("orders");
            gateway.server.putRoute(one, RouteConfig.toHandler("mine").withRoles(Set.of("admin")));
            assertThat(alice.request(7000, "{}").code()).isEqualTo(403);
            assertThat(gateway.server.addedRoutes()).containsOnlyKeys(one, many);

            assertThat(gateway.server.removeRoute(one)).isTrue();
            assertThat(gateway.server.removeRoute(one)).isFalse();
            assertThat(alice.request(7000, "{}").text("from")).isEqualTo("orders");
            assertThat(gateway.server.removeRoute(many)).isTrue();
            assertThat(alice.request(7000, "{}").code()).isEqualTo(404);
        }
    }

    @Test
    void anAddedRouteGoesBeforeAConfiguredOne() {
        try (TestGateway gateway = start()) {
            gateway.server.registerMessageHandler(
                    HandlerDefinition.blocking("mine", (message, context) -> Reply.ok("{\"from\":\"mine\"}"))
                            .build());
            Guest alice = gateway.login("alice", "web", "w");

            gateway.server.putRoute(CommandRange.single(5001), RouteConfig.toHandler("mine"));
            assertThat(alice.request(5001, "{}").text("from")).isEqualTo("mine");
            gateway.server.removeRoute(CommandRange.single(5001));
            assertThat(alice.request(5001, "{}").text("from")).isEqualTo("orders");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "5005,5005,handler,missing",
        "5005,5005,service,missing",
        "4050,4050,handler,message_send",
        "1001,1001,handler,message_send",
        "1050,1050,handler,auth_login",
        "1001,1001,service,orders",
        "900,1100,handler,message_send"
    })
    void aRouteThatCannotBeIsRefusedAndChangesNothing(long first, long last, String kind, String name) {
        try (TestGateway gateway = start()) {
            RouteConfig route = kind.equals("handler") ? RouteConfig.toHandler(name) : RouteConfig.toService(name);

            assertThatThrownBy(() -> gateway.server.putRoute(new CommandRange(first, last), route))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(gateway.server.addedRoutes()).isEmpty();
        }
    }

    @Test
    void aReloadSendsCommandsToAnotherServiceAndKeepsWhatWasAdded(@TempDir Path directory) throws Exception {
        Path main = Files.writeString(directory.resolve("gateway_config.json"), "{}");
        Path routes = directory.resolve("router_config.json");
        Files.writeString(routes, router("orders"));
        try (TestGateway gateway =
                TestGateway.start(builder -> builder.config(main).backends(backends))) {
            Guest alice = gateway.login("alice", "web", "w");
            gateway.server.putRoute(CommandRange.single(7000), RouteConfig.toHandler("message_send"));
            assertThat(alice.request(5001, "{}").code()).isEqualTo(200);

            Files.writeString(routes, router("shop"));
            assertThat(gateway.server.reload(ConfigFile.ROUTER, "a test")).isInstanceOf(ReloadOutcome.Reloaded.class);
            assertThat(alice.request(5001, "{}").code()).isEqualTo(200);
            assertThat(backends.calls()).extracting(BackendCall::service).containsExactly("orders", "shop");
            assertThat(backends.services()).containsOnlyKeys("shop");
            assertThat(gateway.server.addedRoutes()).containsOnlyKeys(CommandRange.single(7000));

            gateway.server.putRoute(CommandRange.single(7001), RouteConfig.toService("shop"));
            Files.writeString(routes, router("orders"));
            assertThat(gateway.server.reload(ConfigFile.ROUTER, "a test")).isInstanceOf(ReloadOutcome.Rejected.class);
            assertThat(backends.services()).containsOnlyKeys("shop");
        }
    }

    private static String router(String service) {
        return "{\"routes\":{\"5001\":{\"service\":\"" + service + "\"}},\"services\":{\"" + service
                + "\":{\"servers\":[\"http://127.0.0.1:1\"]}}}";
    }

    @Test
    void addedRangesDoNotOverlap() {
        try (TestGateway gateway = start()) {
            gateway.server.putRoute(new CommandRange(7000, 7099), RouteConfig.toService("orders"));

            assertThatThrownBy(() ->
                            gateway.server.putRoute(new CommandRange(7050, 7199), RouteConfig.toService("orders")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("overlaps with 7000-7099");
        }
    }

    @Test
    void aPublicServiceRouteNeedsNoLogin() {
        try (TestGateway gateway = start()) {
            gateway.server.putRoute(
                    CommandRange.single(7000), RouteConfig.toService("orders").withSensitivity(Sensitivity.PUBLIC));

            assertThat(gateway.connect().request(7000, "{}").code()).isEqualTo(200);
            assertThat(backends.calls().get(0).session()).isEmpty();
        }
    }
}
