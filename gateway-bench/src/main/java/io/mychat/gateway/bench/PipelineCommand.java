package io.mychat.gateway.bench;

import io.mychat.gateway.bench.driver.Contender;
import io.mychat.gateway.bench.driver.Samples;
import io.mychat.gateway.bench.driver.Server;
import io.mychat.gateway.bench.driver.Settings;
import io.mychat.gateway.bench.driver.WarmUp;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Heartbeats through the whole gateway, compared with echoes of the same size. */
@Command(
        name = "pipeline",
        mixinStandardHelpOptions = true,
        description = "Messages per CPU second of the server process: the gateway's heartbeat beside bare echoes.")
final class PipelineCommand extends Measurement {

    private static final long LOOK_MILLIS = 600;

    @Option(
            names = "--outstanding",
            converter = AtLeastOne.class,
            split = ",",
            defaultValue = "1,16",
            description = "Unanswered messages of each client (default: ${DEFAULT-VALUE})")
    private int[] outstanding = {};

    @Option(
            names = "--warm-up-ms",
            defaultValue = "20000",
            description =
                    "Load before the first measurement, at most; less when the JIT compiler has nothing left to do"
                            + " (default: ${DEFAULT-VALUE})")
    private long warmUpMillis;

    @Mixin
    private WindowOptions windows = new WindowOptions();

    @Option(names = "--gateway-only", description = "Leaves the echoes out")
    private boolean gatewayOnly;

    PipelineCommand() {
        super(1000);
    }

    /** Messages per CPU second, the share of the CPUs that the server used, and what a message allocated. */
    private record Figures(Samples perCpuSecond, Samples cpuShare, Samples bytes) {}

    /** A server with its figures for each of {@code outstanding}. */
    private record Entrant(Contender contender, List<Figures> figures) {}

    private record Running(Entrant entrant, LoadedServer loaded) {}

    @Override
    public Integer call() throws IOException {
        Settings settings = options().settings();
        List<Entrant> entrants = contenders().stream()
                .map(contender -> new Entrant(contender, noFigures()))
                .toList();
        for (int round = 0; round < settings.rounds(); round++) {
            round(entrants, settings);
        }
        Table table = table(
                "Messages per CPU second, " + connections() + " connections, 150 bytes",
                "server",
                "outstanding",
                "median",
                "range",
                "CPUs busy",
                "bytes allocated",
                "gateway to this: medians",
                "best windows");
        for (int i = 0; i < outstanding.length; i++) {
            Samples own = entrants.get(0).figures().get(i).perCpuSecond();
            for (Entrant entrant : entrants) {
                Figures each = entrant.figures().get(i);
                table.row(
                        entrant.contender().name(),
                        outstanding[i],
                        each.perCpuSecond().cells("%,.0f"),
                        number(each.cpuShare().median()),
                        Math.round(each.bytes().median()),
                        number(own.median() / each.perCpuSecond().median()),
                        number(own.most() / each.perCpuSecond().most()));
            }
        }
        return 0;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private List<Contender> contenders() {
        List<Contender> contenders = gateways();
        if (!gatewayOnly) {
            contenders.addAll(transports());
            contenders.add(Contender.netty());
            options().undertow().ifPresent(contenders::add);
            if (options().peers()) {
                contenders.addAll(Contender.echoes());
            }
        }
        return contenders;
    }

    private List<Figures> noFigures() {
        return Arrays.stream(outstanding)
                .mapToObj(depth -> new Figures(new Samples(), new Samples(), new Samples()))
                .toList();
    }

    /**
     * Starts new JVMs for all servers. After the warm-up they take short turns, so that all are affected by the same
     * noise.
     */
    private void round(List<Entrant> entrants, Settings settings) throws IOException {
        List<Running> running = new ArrayList<>();
        try {
            for (Entrant entrant : entrants) {
                Running started =
                        new Running(entrant, LoadedServer.start(entrant.contender(), connections(), settings));
                running.add(started);
                started.loaded().load().join();
                warmUp(started);
            }
            for (int i = 0; i < outstanding.length; i++) {
                for (int window = 0; window < windows.count(); window++) {
                    for (Running each : running) {
                        measure(each, i);
                    }
                }
            }
        } finally {
            for (Running each : running) {
                each.loaded().close();
            }
        }
    }

    private void warmUp(Running running) throws IOException {
        WarmUp.run(List.of(running.loaded().server()), warmUpMillis, () -> {
            for (int depth : outstanding) {
                running.loaded().load().heartbeats(depth, Math.min(LOOK_MILLIS, warmUpMillis));
            }
        });
    }

    private void measure(Running running, int depth) throws IOException {
        Server server = running.loaded().server();
        long bytesBefore = server.allocatedBytes();
        long began = System.nanoTime();
        long cpuBefore = server.cpuNanos();
        long messages = running.loaded().load().heartbeats(outstanding[depth], windows.millis());
        double cpuSeconds = (server.cpuNanos() - cpuBefore) / 1e9;
        double seconds = (System.nanoTime() - began) / 1e9;
        Figures figures = running.entrant().figures().get(depth);
        figures.perCpuSecond().add(messages / cpuSeconds);
        figures.cpuShare().add(cpuSeconds / seconds);
        double bytes = server.allocatedBytes() - bytesBefore;
        figures.bytes().add(bytes / messages);
    }
}
