package io.mychat.gateway.bench;

import io.mychat.gateway.bench.driver.Contender;
import io.mychat.gateway.bench.driver.CrowdProgram;
import io.mychat.gateway.bench.driver.Delays;
import io.mychat.gateway.bench.driver.Load;
import io.mychat.gateway.bench.driver.Samples;
import io.mychat.gateway.bench.driver.Server;
import io.mychat.gateway.bench.driver.Settings;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The cost when all clients leave at once, and the delay of clients that reconnect meanwhile. */
@Command(
        name = "leaving",
        mixinStandardHelpOptions = true,
        description = "CPU of the server for clients that leave all at once, and the delay of those who come back.")
final class LeavingCommand extends Measurement {

    /** Files that a server may open for itself between two checks. */
    private static final int SPARE_FILES = 20;

    /** A compiler that works less than this during one round is at rest. */
    private static final long RESTING_MILLIS = 50;

    private static final int MOST_CROWDS = 8;

    @Option(
            names = "--come-back",
            defaultValue = "500",
            description = "How many of them come back at once, 50 at a time (default: ${DEFAULT-VALUE})")
    private int comeBack;

    LeavingCommand() {
        super(10_000);
    }

    /** The rows of the table for one server. */
    private static final class Figures {
        private final Samples firstCpu = new Samples();
        private final Samples laterCpu = new Samples();
        private final Samples restedCpu = new Samples();
        private final Samples quietMedian = new Samples();
        private final Samples quietP99 = new Samples();
        private final Samples quietLongest = new Samples();
        private final Samples stormMedian = new Samples();
        private final Samples stormP99 = new Samples();
        private final Samples stormLongest = new Samples();

        void print(Table table, String server) {
            table.row(server, "CPU s, first time", firstCpu.cells("%.3f"));
            table.row(server, "CPU s, again", laterCpu.cells("%.3f"));
            table.row(server, "CPU s, its compilers at rest", restedCpu.cells("%.3f"));
            table.row(server, "back while all others stay: median ms", quietMedian.cells("%.2f"));
            table.row(server, "… 99 % within ms", quietP99.cells("%.2f"));
            table.row(server, "… the longest, ms", quietLongest.cells("%.2f"));
            table.row(server, "back while all leave: median ms", stormMedian.cells("%.2f"));
            table.row(server, "… 99 % within ms", stormP99.cells("%.2f"));
            table.row(server, "… the longest, ms", stormLongest.cells("%.2f"));
        }
    }

    @Override
    public Integer call() throws IOException {
        List<Contender> contenders = gateways();
        contenders.add(Contender.netty());
        Map<Contender, Figures> figures = new LinkedHashMap<>();
        Settings settings = options().settings();
        String language;
        try (CrowdProgram crowd = CrowdProgram.compile()) {
            language = settings.tls().isPresent() ? "Java" : crowd.language();
            for (int round = 0; round < settings.rounds(); round++) {
                for (Contender contender : contenders) {
                    measure(contender, crowd, figures.computeIfAbsent(contender, any -> new Figures()));
                }
            }
        }
        Table table = table(
                connections() + " clients leave at once, " + comeBack + " of them come back (clients in " + language
                        + ")",
                "server",
                "what",
                "median",
                "range");
        figures.forEach((contender, each) -> each.print(table, contender.name()));
        return 0;
    }

    private void measure(Contender contender, CrowdProgram crowd, Figures figures) throws IOException {
        try (Server server = Server.start(contender, connections(), options().settings());
                Load load = Load.startCrowd(crowd, server, connections())) {
            long files = server.openFiles() + SPARE_FILES;
            figures.firstCpu.add(leave(server, load, files));

            load.join();
            server.awaitIdle(Long.MAX_VALUE);
            Delays quiet = load.blink(comeBack);
            figures.quietMedian.add(quiet.median() / 1e3);
            figures.quietP99.add(quiet.p99() / 1e3);
            figures.quietLongest.add(quiet.longest() / 1e3);
            server.awaitIdle(files + connections());

            Delays storm = load.leave(comeBack);
            figures.stormMedian.add(storm.median() / 1e3);
            figures.stormP99.add(storm.p99() / 1e3);
            figures.stormLongest.add(storm.longest() / 1e3);
            server.awaitIdle(files + comeBack);

            figures.laterCpu.add(leave(server, load, files));
            figures.restedCpu.add(leaveRested(server, load, files));
        }
    }

    /** Measures {@link #leave} after enough rounds that the JVM has little left to compile. */
    private static double leaveRested(Server server, Load load, long files) throws IOException {
        double cpu = 0;
        long compiled = server.compilerMillis();
        for (int crowd = 0; crowd < MOST_CROWDS; crowd++) {
            cpu = leave(server, load, files);
            long now = server.compilerMillis();
            if (now - compiled < RESTING_MILLIS) {
                break;
            }
            compiled = now;
        }
        return cpu;
    }

    /** All clients connect and leave; returns the CPU seconds of the server for the leaving. */
    private static double leave(Server server, Load load, long files) throws IOException {
        load.join();
        long before = server.awaitIdle(Long.MAX_VALUE);
        load.leave(0);
        return (server.awaitIdle(files) - before) / 1e9;
    }
}
