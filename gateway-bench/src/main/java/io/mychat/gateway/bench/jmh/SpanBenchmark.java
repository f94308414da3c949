package io.mychat.gateway.bench.jmh;

import io.mychat.gateway.observability.OpenTelemetryTracer;
import io.mychat.gateway.spi.event.Tracer;
import io.opentelemetry.api.OpenTelemetry;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** What the spans of one command cost: nothing at all, without a tracer, and with a host whose OpenTelemetry has no SDK. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SpanBenchmark {

    private final Tracer none = Tracer.NONE;
    private final Tracer withoutSdk = new OpenTelemetryTracer(OpenTelemetry.noop());

    @Benchmark
    public void nothing(Blackhole result) {
        result.consume(none);
    }

    @Benchmark
    public void off(Blackhole result) {
        spans(none, result);
    }

    @Benchmark
    public void withoutSdk(Blackhole result) {
        spans(withoutSdk, result);
    }

    private static void spans(Tracer tracer, Blackhole result) {
        Tracer.Span command = tracer.serve(Tracer.Operation.COMMAND, "2001", Optional.empty());
        try (Tracer.Scope scope = command.activate()) {
            Tracer.Span store = tracer.inside(Tracer.Operation.STORE_CALL, "append");
            store.attribute("attempts", 1);
            store.end();
            result.consume(scope);
        } finally {
            command.end();
        }
        result.consume(command);
    }
}
