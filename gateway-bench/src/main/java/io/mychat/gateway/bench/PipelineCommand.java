package io.mychat.gateway.bench;

import io.mychat.gateway.bench.driver.Contender;
import io.mychat.gateway.bench.driver.Load;
import io.mychat.gateway.bench.driver.Samples;
import io.mychat.gateway.bench.driver.Server;
import io.mychat.gateway.bench.driver.Settings;
import io.mychat.gateway.bench.server.LoginKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Heartbeats through the whole gateway, beside echoes of the same size. */
@Command(
        name = "pipeline",
        mixinStandardHelpOptions = true,
        description = "Messages per CPU second of the server process: the gateway's heartbeat beside bare echoes.")
final class PipelineCommand implements Callable<Integer> {

    private static final long LOOK_MILLIS = 600;
    private static final int QUIET_LOOKS = 3;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final CommonOptions options = new CommonOptions();

    @Option(
            names = "--connections",
            defaultValue = "1000",
            description = "Clients, all logged in (default: ${DEFAULT-VALUE})")
    private int connections;

    @Option(
            names = "--outstanding",
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

    @Option(
            names = "--windows",
            defaultValue = "6",
            description = "Measurements of each server in a round, in turns (default: ${DEFAULT-VALUE})")
    private int windows;

    @Option(
            names = "--window-ms",
            defaultValue = "600",
            description = "How long each measurement takes (default: ${DEFAULT-VALUE})")
    private long windowMillis;

    @Option(names = "--gateway-only", description = "Leaves the echoes out")
    private boolean gatewayOnly;

    /** Messages for a CPU second, and how much of the CPUs the server took meanwhile. */
    private record Figures(Samples perCpuSecond, Samples cpuShare) {}

    /** A server with its figures for each of {@code outstanding}. */
    private record Entrant(Contender contender, List<Figures> figures) {}

    private record Running(Entrant entrant, Server server, Load load) {}

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Settings settings = options.settings();
        List<Entrant> entrants = contenders().stream()
                .map(contender -> new Entrant(contender, noFigures()))
                .toList();
        for (int round = 0; round < settings.rounds(); round++) {
            round(entrants, settings);
        }
        options.heading(out, "Messages per CPU second, " + connections + " connections, 150 bytes");
        out.println("| server | outstanding | median | range | CPUs busy | gateway to this: medians | best windows |");
        out.println("| --- | --- | --- | --- | --- | --- | --- |");
        for (int i = 0; i < outstanding.length; i++) {
            Samples own = entrants.get(0).figures().get(i).perCpuSecond();
            for (Entrant entrant : entrants) {
                Figures each = entrant.figures().get(i);
                out.println("| " + entrant.contender().name() + " | " + outstanding[i] + " | "
                        + each.perCpuSecond().cells("%,.0f")
                        + String.format(
                                Locale.ROOT,
                                " | %.2f | %.2f | %.2f |",
                                each.cpuShare().median(),
                                own.median() / each.perCpuSecond().median(),
                                own.most() / each.perCpuSecond().most()));
            }
        }
        return 0;
    }

    private List<Contender> contenders() {
        List<Contender> contenders = new ArrayList<>();
        contenders.add(Contender.gateway(LoginKind.TOKEN));
        options.other().ifPresent(contenders::add);
        if (!gatewayOnly) {
            contenders.add(Contender.netty());
            contenders.add(Contender.undertow());
        }
        return contenders;
    }

    private List<Figures> noFigures() {
        return Arrays.stream(outstanding)
                .mapToObj(depth -> new Figures(new Samples(), new Samples()))
                .toList();
    }

    /** New JVMs for all; once they are warm they take turns of a moment each, so that all meet the same noise. */
    private void round(List<Entrant> entrants, Settings settings) throws IOException {
        List<Running> running = new ArrayList<>();
        try {
            for (Entrant entrant : entrants) {
                Server server = Server.start(entrant.contender(), connections, settings);
                Running started = new Running(entrant, server, Load.start(server, connections));
                running.add(started);
                started.load().join();
                warmUp(started);
            }
            for (int i = 0; i < outstanding.length; i++) {
                for (int window = 0; window < windows; window++) {
                    for (Running each : running) {
                        measure(each, i);
                    }
                }
            }
        } finally {
            for (Running each : running) {
                each.load().close();
                each.server().close();
            }
        }
    }

    /** Until the JIT compiler rests: on a busy machine it may cost more than all messages. */
    private void warmUp(Running running) throws IOException {
        long end = System.nanoTime() + warmUpMillis * 1_000_000;
        int quiet = 0;
        while (quiet < QUIET_LOOKS && System.nanoTime() < end) {
            long before = running.server().compilerMillis();
            for (int depth : outstanding) {
                running.load().heartbeats(depth, LOOK_MILLIS);
            }
            long busy = running.server().compilerMillis() - before;
            quiet = busy <= LOOK_MILLIS / 20 ? quiet + 1 : 0;
        }
    }

    private void measure(Running running, int depth) throws IOException {
        long began = System.nanoTime();
        long cpuBefore = running.server().cpuNanos();
        long messages = running.load().heartbeats(outstanding[depth], windowMillis);
        double cpuSeconds = (running.server().cpuNanos() - cpuBefore) / 1e9;
        double seconds = (System.nanoTime() - began) / 1e9;
        Figures figures = running.entrant().figures().get(depth);
        figures.perCpuSecond().add(messages / cpuSeconds);
        figures.cpuShare().add(cpuSeconds / seconds);
    }
}
