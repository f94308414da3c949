package io.mychat.gateway.bench;

import io.mychat.gateway.bench.driver.Contender;
import io.mychat.gateway.bench.driver.CrowdProgram;
import io.mychat.gateway.bench.driver.LiveObjects;
import io.mychat.gateway.bench.driver.Load;
import io.mychat.gateway.bench.driver.Samples;
import io.mychat.gateway.bench.driver.Server;
import io.mychat.gateway.bench.driver.Settings;
import io.mychat.gateway.bench.server.LoginKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The heap of an idle connection. */
@Command(
        name = "heap",
        mixinStandardHelpOptions = true,
        description = "Live heap for each idle connection that is logged in, all objects counted.")
final class HeapCommand extends Measurement {

    /** Sufficient to load every class that a login needs. */
    private static final int FIRST_CLIENTS = 200;

    @Option(
            names = "--classes",
            defaultValue = "0",
            description = "How many classes to list, the largest first (default: ${DEFAULT-VALUE})")
    private int classes;

    HeapCommand() {
        super(10_000);
    }

    @Override
    public Integer call() throws IOException {
        List<Contender> contenders = gateways();
        contenders.add(Contender.gateway(LoginKind.PASSWORD));
        if (classes == 0) {
            contenders.addAll(transports());
            contenders.add(Contender.netty());
            options().undertow().ifPresent(contenders::add);
        }
        Settings settings = options().settings();
        Map<Contender, Figures> figures = new LinkedHashMap<>();
        try (CrowdProgram crowd = CrowdProgram.compile()) {
            for (int round = 0; round < settings.rounds(); round++) {
                for (Contender contender : contenders) {
                    measure(
                            contender,
                            crowd,
                            figures.computeIfAbsent(contender, any -> new Figures(new Samples(), new Samples())),
                            round == 0);
                }
            }
        }
        Table table = table(
                "Heap for each idle connection, " + connections() + " connections",
                "server",
                "bytes, median",
                "range",
                "of the process, median",
                "range");
        figures.forEach((contender, each) -> table.row(
                contender.name(), each.heap().cells("%,.0f"), each.resident().cells("%,.0f")));
        return 0;
    }

    /** Bytes of the heap, and of all memory of the process: rough, and of use with {@code -XX:+AlwaysPreTouch} only, which {@link CommonOptions} sets. */
    private record Figures(Samples heap, Samples resident) {}

    private void measure(Contender contender, CrowdProgram crowd, Figures figures, boolean first) throws IOException {
        try (Server server = Server.start(contender, connections(), options().settings());
                Load load = Load.startCrowd(crowd, server, connections())) {
            long files = server.openFiles();
            load.blink(Math.min(FIRST_CLIENTS, connections()));
            load.leave(0);
            server.awaitIdle(files + FIRST_CLIENTS / 2);
            LiveObjects before = server.histogram();
            long resident = server.residentBytes();
            load.join();
            server.awaitIdle(Long.MAX_VALUE);
            LiveObjects after = server.histogram();
            if (first && classes > 0) {
                list(contender, before, after);
            }
            figures.heap().add((after.total() - before.total()) / (double) connections());
            figures.resident().add((server.residentBytes() - resident) / (double) connections());
        }
    }

    private void list(Contender contender, LiveObjects before, LiveObjects after) {
        PrintWriter out = out();
        out.println();
        out.println(contender.name() + ", bytes for each connection:");
        after.growthSince(before).stream()
                .limit(classes)
                .forEach(growth ->
                        out.printf("%8.1f  %s%n", growth.getValue() / (double) connections(), growth.getKey()));
    }
}
