package io.mychat.gateway.bench.jmh;

import io.mychat.gateway.core.config.CommandRange;
import io.mychat.gateway.core.config.RouteConfig;
import io.mychat.gateway.core.config.RouterConfig;
import io.mychat.gateway.core.observe.CommandLatencies;
import io.mychat.gateway.core.router.Route;
import io.mychat.gateway.core.router.RouterManager;
import io.mychat.gateway.spi.event.Tracer;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.testkit.ManualTime;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The route of a command: one of the gateway's own, one in a configured range of a hundred, and none. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class RouteBenchmark {

    private static final int RANGES = 100;

    private final RouterManager router = new RouterManager(
            List.of(handler("heartbeat", 3001), handler("message_send", 2001), handler("mine", 5001)),
            new RouterConfig(ranges(), Map.of()),
            new RouterManager.Dependencies(
                    () -> Duration.ofSeconds(5),
                    null,
                    new ManualTime(),
                    Runnable::run,
                    new CommandLatencies(200, Tracer.NONE)));
    private long single = 3001;
    private long inRange = 10_000 + 100 * 57 + 31;
    private long missing = 9999;

    private static HandlerDefinition handler(String name, long command) {
        return HandlerDefinition.blocking(name, (message, context) -> Reply.ok())
                .command(command)
                .build();
    }

    private static Map<CommandRange, RouteConfig> ranges() {
        Map<CommandRange, RouteConfig> ranges = new LinkedHashMap<>();
        for (int i = 0; i < RANGES; i++) {
            ranges.put(new CommandRange(10_000 + 100L * i, 10_099 + 100L * i), RouteConfig.toHandler("mine"));
        }
        return ranges;
    }

    @Benchmark
    public @Nullable Route own() {
        return router.route(single);
    }

    @Benchmark
    public @Nullable Route range() {
        return router.route(inRange);
    }

    @Benchmark
    public @Nullable Route none() {
        return router.route(missing);
    }
}
