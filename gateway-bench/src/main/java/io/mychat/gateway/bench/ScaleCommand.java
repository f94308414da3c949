package io.mychat.gateway.bench;

import io.mychat.gateway.bench.ScaleModel.Thing;
import io.mychat.gateway.bench.ScaleStage.Measured;
import io.mychat.gateway.bench.driver.Contender;
import io.mychat.gateway.bench.driver.MixedClients.Rates;
import io.mychat.gateway.bench.driver.RedisServer;
import io.mychat.gateway.bench.server.LoginKind;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures heartbeats, messages and visits alone, at one and two of three gateways, and then mixes, which it predicts. */
@Command(
        name = "scale",
        mixinStandardHelpOptions = true,
        description =
                "Three gateways on one Redis: what a mixed load costs, beside the sum of what its parts cost alone.")
final class ScaleCommand extends Measurement {

    private static final int VISITORS = 2000;
    private static final String MIX = "\\d{1,6}/\\d{1,6}/\\d{1,6}";

    @Option(
            names = "--warm-up-ms",
            defaultValue = "40000",
            description = "Mixed load before the first measurement, at most (default: ${DEFAULT-VALUE})")
    private long warmUpMillis;

    @Option(
            names = "--window-ms",
            defaultValue = "5000",
            description = "How long each measurement takes (default: ${DEFAULT-VALUE})")
    private long windowMillis;

    @Option(
            names = "--rest-ms",
            defaultValue = "120000",
            description =
                    "How long the sessions are idle in their measurement: some refreshes of all of them, which come"
                            + " every 18 to 27 s (default: ${DEFAULT-VALUE})")
    private long restMillis;

    @Option(
            names = "--mix",
            description = "Heartbeats, messages and visits a second, with a slash between; may be given several times"
                    + " (default: 1000/500/50, 2000/250/25 and 500/250/100)")
    private List<String> mixes = List.of("1000/500/50", "2000/250/25", "500/250/100");

    private double sessionBytes;

    @Mixin
    private final RedisOption redisOption = new RedisOption();

    ScaleCommand() {
        super(1500);
    }

    @Override
    public Integer call() throws IOException {
        if (options().settings().tls().isPresent()) {
            out().println("scale measures without TLS: leave out --tls");
            return CommandLine.ExitCode.USAGE;
        }
        for (String mix : mixes) {
            if (!mix.matches(MIX)) {
                out().println("--mix is heartbeats/messages/visits a second, such as 1000/500/50, and not " + mix);
                return CommandLine.ExitCode.USAGE;
            }
        }
        ScaleFigures figures = new ScaleFigures();
        String description;
        try (RedisServer redis = redisOption.open();
                ScaleStage stage = ScaleStage.start(
                        Contender.gateway(LoginKind.TOKEN),
                        redis,
                        connections(),
                        VISITORS,
                        options().settings())) {
            description = redis.description();
            measure(stage, figures);
        }
        String where = ScaleStage.GATEWAYS + " gateways, " + connections() + " clients, " + description;
        figures.printParts(table("What things cost alone, " + where, ScaleFigures.partColumns()), connections());
        out().println();
        out().println("A session takes " + Math.round(sessionBytes) + " bytes of Redis's memory.");
        figures.printMixes(table("A mixed load, predicted and measured, " + where, ScaleFigures.mixColumns()));
        return 0;
    }

    private void measure(ScaleStage stage, ScaleFigures figures) throws IOException {
        ScaleModel model = figures.model();
        Rates first = rates(mixes.get(0));
        sessionBytes = stage.join(connections());
        stage.warmUp(first, warmUpMillis);
        for (int round = 0; round < options().settings().rounds(); round++) {
            alone(stage, model, Thing.HEARTBEAT, new Rates(1, first.heartbeats(), 0, "ANY", 0));
            alone(stage, model, Thing.MESSAGE, new Rates(1, 0, first.messages() / 2, "SAME", 0));
            alone(stage, model, Thing.CROSSING_MESSAGE, new Rates(2, 0, first.messages(), "OTHER", 0));
            alone(stage, model, Thing.VISIT, new Rates(1, 0, 0, "ANY", first.visits()));
            for (String mix : mixes) {
                figures.add(mix, stage.run(rates(mix), windowMillis));
            }
        }
        Measured rest = stage.rest(restMillis);
        stage.leave();
        Measured empty = stage.rest(restMillis / 3);
        model.rest(
                empty.cost().times(1 / empty.seconds() / ScaleStage.GATEWAYS),
                rest.cost().times(1 / rest.seconds()));
    }

    private void alone(ScaleStage stage, ScaleModel model, Thing thing, Rates rates) throws IOException {
        Measured measured = stage.run(rates, windowMillis);
        long count = measured.counts().heartbeats()
                + measured.counts().messages()
                + measured.counts().visits();
        model.add(thing, count, measured.cost(), measured.seconds());
    }

    private static Rates rates(String mix) {
        String[] parts = mix.split("/", -1);
        return new Rates(
                ScaleStage.GATEWAYS,
                Integer.parseInt(parts[0]),
                Integer.parseInt(parts[1]),
                "ANY",
                Integer.parseInt(parts[2]));
    }
}
