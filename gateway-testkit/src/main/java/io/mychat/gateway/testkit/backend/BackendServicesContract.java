package io.mychat.gateway.testkit.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.backend.BackendCall;
import io.mychat.gateway.spi.backend.BackendOutcome;
import io.mychat.gateway.spi.backend.BackendOutcome.Answered;
import io.mychat.gateway.spi.backend.BackendOutcome.Reason;
import io.mychat.gateway.spi.backend.BackendOutcome.Unavailable;
import io.mychat.gateway.spi.backend.BackendServices;
import io.mychat.gateway.spi.backend.CallOptions;
import io.mychat.gateway.spi.backend.ServiceDefinition;
import io.mychat.gateway.spi.message.UnifiedMessage;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.testkit.ContractRules;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The contract of {@link BackendServices}, independent of the transport of its calls.
 *
 * @since 0.1.0
 */
@ExtendWith(ContractRules.class)
public abstract class BackendServicesContract {

    /** The answer of {@link #answering}. */
    protected static final String DATA = "{\"ok\":true}";

    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    /** The services under test, without configuration; the same object during a test. */
    protected abstract BackendServices services();

    /** The time of the services. */
    protected abstract TimeSource time();

    /** A service that answers each call with {@link #DATA}. */
    protected abstract ServiceDefinition answering();

    /** A service that accepts calls and does not answer them during a test. */
    protected abstract ServiceDefinition silent();

    private CompletableFuture<BackendOutcome> call(String service) {
        UnifiedMessage message = new UnifiedMessage(5001, "s-1", "alice", "{}", "web", time().now(), null);
        return services()
                .call(new BackendCall(
                        service,
                        message,
                        Optional.empty(),
                        new CallOptions(Optional.empty(), 0, false),
                        time().now().plus(TIMEOUT),
                        Optional.empty()))
                .toCompletableFuture();
    }

    private static BackendOutcome end(CompletableFuture<BackendOutcome> call) throws Exception {
        return call.get(10, TimeUnit.SECONDS);
    }

    private static Reason reason(BackendOutcome outcome) {
        assertThat(outcome).isInstanceOf(Unavailable.class);
        return ((Unavailable) outcome).reason();
    }

    @Test
    void aServiceThatThereIsNotIsUnavailable() throws Exception {
        assertThat(reason(end(call("orders")))).isEqualTo(Reason.UNKNOWN_SERVICE);
    }

    @Test
    void aServiceAnswers() throws Exception {
        services().configure(Map.of("orders", answering()));

        assertThat(end(call("orders"))).isEqualTo(new Answered(DATA));
    }

    @Test
    void anotherConfigurationReplacesAllServices() throws Exception {
        services().configure(Map.of("orders", answering()));
        services().configure(Map.of("shop", answering()));

        assertThat(end(call("shop"))).isEqualTo(new Answered(DATA));
        assertThat(reason(end(call("orders")))).isEqualTo(Reason.UNKNOWN_SERVICE);
        assertThat(services().status()).containsOnlyKeys("shop");
    }

    @Test
    void aCallUnderWaySurvivesThatItsServiceGoes() {
        services().configure(Map.of("orders", silent()));
        CompletableFuture<BackendOutcome> call = call("orders");

        services().configure(Map.of());

        assertThat(call).isNotDone();
        assertThat(call.cancel(true)).isTrue();
    }

    @Test
    void aCancelledCallIsOver() {
        services().configure(Map.of("orders", silent()));
        CompletableFuture<BackendOutcome> call = call("orders");

        call.cancel(true);

        assertThat(call).isCancelled();
        assertThat(services().status().get("orders"))
                .satisfies(status -> assertThat(status.running()).isZero());
    }

    @Test
    void callsAreCounted() throws Exception {
        services().configure(Map.of("orders", answering()));
        end(call("orders"));
        end(call("orders"));

        assertThat(services().status().get("orders"))
                .satisfies(status -> assertThat(status.calls()).isEqualTo(2));
    }
}
