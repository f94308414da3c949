package io.mychat.gateway.bench.jmh;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.observability.OpenTelemetryTracer;
import io.mychat.gateway.spi.auth.CredentialVerdict;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.testkit.InMemoryHttpTransport;
import io.mychat.gateway.testkit.InMemoryTransport;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestMessage;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A command (3001) through a whole gateway without sockets, client included: with and without the host's tracer, and with
 * and without a logging library that has an MDC.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class CommandBenchmark {

    private static final String NO_LOGGING = "-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider";

    /** The host's tracer: absent, or one without an SDK. */
    @Param({"off", "without_sdk"})
    @SuppressWarnings("NullAway.Init") // JMH sets it
    public String tracer;

    @SuppressWarnings("NullAway.Init") // the set-up sets it
    private GatewayServer gateway;

    @SuppressWarnings("NullAway.Init") // as above
    private TestClient client;

    @Setup
    public void start() throws IOException {
        ManualTime time = new ManualTime();
        InMemoryTransport sockets = new InMemoryTransport(time);
        GatewayBuilder builder = GatewayServer.builder()
                .time(time)
                .webSocketTransport(sockets)
                .httpTransport(new InMemoryHttpTransport())
                .setting("auth.jwt_secret", "a secret of a benchmark, and long enough")
                .setting("security.messages_per_second", 0)
                .setting("server.watchdog_seconds", 0)
                .setting("server.drain_per_second", 1_000_000)
                .credentials((name, password) -> new CredentialVerdict.Accepted(new UserInfo(name, name, Set.of())));
        if (tracer.equals("without_sdk")) {
            builder.tracer(new OpenTelemetryTracer(OpenTelemetry.noop()));
        }
        gateway = builder.build();
        gateway.start();
        client = TestClient.over(sockets.connect());
        TestMessage login = client.login("alice", "any", "web", "w");
        if (login.code() != 200) {
            throw new IllegalStateException("the login was refused: " + login);
        }
    }

    @TearDown
    public void stop() {
        client.close();
        gateway.close();
    }

    @Benchmark
    @Fork(value = 2, jvmArgsAppend = NO_LOGGING)
    public TestMessage withoutMdc() {
        return client.request(3001, "{}");
    }

    @Benchmark
    @Fork(2)
    public TestMessage withMdc() {
        return client.request(3001, "{}");
    }
}
