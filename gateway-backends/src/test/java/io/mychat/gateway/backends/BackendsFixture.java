package io.mychat.gateway.backends;

import static org.awaitility.Awaitility.await;

import io.mychat.gateway.spi.backend.BackendCall;
import io.mychat.gateway.spi.backend.BackendOutcome;
import io.mychat.gateway.spi.backend.BalancingStrategy;
import io.mychat.gateway.spi.backend.CallOptions;
import io.mychat.gateway.spi.backend.ServerDefinition;
import io.mychat.gateway.spi.backend.ServiceDefinition;
import io.mychat.gateway.spi.backend.ServiceStatus;
import io.mychat.gateway.spi.message.RequestId;
import io.mychat.gateway.spi.message.UnifiedMessage;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.testkit.ManualTime;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Services of a test, called in a time that the test moves. */
final class BackendsFixture implements AutoCloseable {

    /** Far more than any test lets go by. */
    static final Duration TIMEOUT = Duration.ofHours(10);

    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration INTERVAL = Duration.ofMillis(200);

    final ManualTime time = new ManualTime();
    final HttpBackendServices services = HttpBackendServices.create(BackendsSettings.DEFAULTS, time);

    static ServiceDefinition of(URI... urls) {
        return ServiceDefinition.of(
                BalancingStrategy.ROUND_ROBIN,
                Stream.of(urls).map(url -> new ServerDefinition(url, 1)).toList());
    }

    BackendsFixture service(ServiceDefinition definition) {
        services.configure(Map.of("orders", definition));
        return this;
    }

    static UnifiedMessage message(String user, String data) {
        return new UnifiedMessage(5001, "s-1", user, data, "web", new ManualTime().now(), new RequestId("42", true));
    }

    CompletableFuture<BackendOutcome> begin(String user, String data, CallOptions options, Duration atMost) {
        Session session = new Session(
                "s-1",
                new UserInfo(user, user, Set.of("buyer", "admin")),
                new DeviceKey("web", "d-1"),
                "127.0.0.1",
                time.now(),
                1,
                "n");
        return services.call(new BackendCall(
                        "orders",
                        message(user, data),
                        Optional.of(session),
                        options,
                        time.now().plus(atMost),
                        Optional.empty()))
                .toCompletableFuture();
    }

    CompletableFuture<BackendOutcome> begin(int retries, boolean idempotent) {
        return begin("alice", "{}", new CallOptions(Optional.empty(), retries, idempotent), TIMEOUT);
    }

    /** A call without retries, to its end; no time goes by. */
    BackendOutcome call() {
        CompletableFuture<BackendOutcome> call = begin(0, false);
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2)).until(call::isDone);
        return call.join();
    }

    BackendOutcome call(int retries, boolean idempotent) {
        return end(begin(retries, idempotent));
    }

    /** Lets pauses between tries go by until the call has ended. */
    BackendOutcome end(CompletableFuture<BackendOutcome> call) {
        until(PAUSE, call::isDone);
        return call.join();
    }

    /** Lets intervals between checks go by until something is so. */
    void until(BooleanSupplier condition) {
        until(INTERVAL, condition);
    }

    private void until(Duration step, BooleanSupplier condition) {
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2)).until(() -> {
            if (!condition.getAsBoolean()) {
                time.advance(step);
            }
            return condition.getAsBoolean();
        });
    }

    ServiceStatus status() {
        return Objects.requireNonNull(services.status().get("orders"));
    }

    ServiceStatus.Server server(URI url) {
        return status().servers().stream()
                .filter(server -> server.url().equals(url))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        services.close();
    }
}
