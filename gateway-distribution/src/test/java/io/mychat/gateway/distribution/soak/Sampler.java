package io.mychat.gateway.distribution.soak;

import io.mychat.gateway.distribution.CommandResult;
import io.mychat.gateway.distribution.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Takes samples of one gateway. For use by one thread. */
final class Sampler {

    private static final double MEGABYTE = 1024 * 1024;

    private final Installation gateway;
    private final OptionalInt redisPort;
    private final long begin = System.nanoTime();
    private final List<Sample> samples = new ArrayList<>();

    Sampler(Installation gateway, OptionalInt redisPort) {
        this.gateway = gateway;
        this.redisPort = redisPort;
    }

    Sample take() throws IOException, InterruptedException {
        Path process = Path.of("/proc", Long.toString(gateway.pid()));
        // Before the calls, which have a socket.
        int descriptors = entries(process.resolve("fd"));
        int threads = entries(process.resolve("task"));
        CommandResult.outputOf(
                Path.of("."),
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(gateway.pid()),
                "GC.run");
        String metrics = gateway.operator()
                .withHeader("Accept", "text/plain")
                .get("/api/system/metrics")
                .body();
        Sample sample = new Sample(
                (System.nanoTime() - begin) / 60e9,
                metric(metrics, "jvm_memory_used_bytes{area=\"heap\"}") / MEGABYTE,
                threads,
                descriptors,
                keys(),
                (int) metric(metrics, "mychat_connections"));
        samples.add(sample);
        return sample;
    }

    List<Sample> samples() {
        return List.copyOf(samples);
    }

    private int keys() throws IOException, InterruptedException {
        if (redisPort.isEmpty()) {
            return 0;
        }
        CommandResult size = CommandResult.of(
                Path.of("."), Map.of(), "redis-cli", "-p", Integer.toString(redisPort.getAsInt()), "dbsize");
        return Integer.parseInt(size.output().replaceAll("\\D", ""));
    }

    private static int entries(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return (int) all.count();
        }
    }

    private static double metric(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no metric " + name + " in\n" + metrics));
    }
}
