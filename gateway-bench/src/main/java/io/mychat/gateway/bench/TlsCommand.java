package io.mychat.gateway.bench;

import io.mychat.gateway.bench.driver.Contender;
import io.mychat.gateway.bench.driver.Load;
import io.mychat.gateway.bench.driver.Samples;
import io.mychat.gateway.bench.driver.Settings;
import io.mychat.gateway.bench.driver.WarmUp;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** TLS handshakes of clients that connect, upgrade and leave without a login. */
@Command(
        name = "tls",
        mixinStandardHelpOptions = true,
        description =
                "TLS handshakes per CPU second of the server, full and resumed, each with its connection and upgrade.")
final class TlsCommand extends Measurement {

    @Option(
            names = "--warm-up-ms",
            defaultValue = "15000",
            description = "Handshakes before the first measurement, at most (default: ${DEFAULT-VALUE})")
    private long warmUpMillis;

    @Option(
            names = "--windows",
            defaultValue = "6",
            description = "Measurements of each server in a round, in turns (default: ${DEFAULT-VALUE})")
    private int windows;

    TlsCommand() {
        super(300);
    }

    /** Handshakes per CPU second. */
    private record Figures(Samples full, Samples resumed) {}

    /** All clients leave and come back with one kind of handshake; returns the handshakes per CPU second. */
    private double comeBack(LoadedServer running, boolean resume) throws IOException {
        Load load = running.load();
        Load.Handshakes before = load.resume(resume);
        long cpu = running.server().cpuNanos();
        long count = load.blink(connections()).count();
        double seconds = (running.server().cpuNanos() - cpu) / 1e9;
        Load.Handshakes after = load.resume(resume);
        long wanted = resume ? after.resumed() - before.resumed() : after.full() - before.full();
        if (wanted != count) {
            throw new IOException(running.contender().name() + ": only " + wanted + " of " + count + " handshakes were "
                    + (resume ? "resumed" : "full"));
        }
        return count / seconds;
    }

    @Override
    public Integer call() throws IOException {
        options().useTls();
        List<Contender> contenders = gateways();
        contenders.addAll(transports());
        contenders.add(Contender.netty());
        Map<Contender, Figures> figures = new LinkedHashMap<>();
        Settings settings = options().settings();
        for (int round = 0; round < settings.rounds(); round++) {
            round(contenders, settings, figures);
        }
        Table table = table(
                "TLS 1.3 handshakes per CPU second, with connection and upgrade, " + connections() + " clients",
                "server",
                "full, median",
                "range",
                "resumed, median",
                "range");
        figures.forEach((contender, each) -> table.row(
                contender.name(), each.full().cells("%,.0f"), each.resumed().cells("%,.0f")));
        return 0;
    }

    private void round(List<Contender> contenders, Settings settings, Map<Contender, Figures> figures)
            throws IOException {
        List<LoadedServer> running = new ArrayList<>();
        try {
            for (Contender contender : contenders) {
                LoadedServer started = LoadedServer.startWithStrangers(contender, connections(), settings);
                running.add(started);
                started.load().join();
                WarmUp.run(List.of(started.server()), warmUpMillis, () -> {
                    double unused = comeBack(started, false) + comeBack(started, true);
                });
            }
            for (int window = 0; window < windows; window++) {
                for (LoadedServer each : running) {
                    Figures own =
                            figures.computeIfAbsent(each.contender(), any -> new Figures(new Samples(), new Samples()));
                    own.full().add(comeBack(each, false));
                    own.resumed().add(comeBack(each, true));
                }
            }
        } finally {
            for (LoadedServer each : running) {
                each.close();
            }
        }
    }
}
