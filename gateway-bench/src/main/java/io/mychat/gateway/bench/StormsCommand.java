package io.mychat.gateway.bench;

import io.mychat.gateway.bench.driver.Contender;
import io.mychat.gateway.bench.driver.Settings;
import io.mychat.gateway.bench.driver.TlsFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** All clients come at once: for the first time, and again after they were cut off. */
@Command(
        name = "storms",
        mixinStandardHelpOptions = true,
        description = "Clients that log in all at once, or come back and resume, plain and with TLS, in memory:"
                + " logins per CPU second, and delays from the beginning of the storm.")
final class StormsCommand extends Measurement {

    @Option(
            names = "--warm-up-ms",
            defaultValue = "30000",
            description = "Storms before the first measurement, at most (default: ${DEFAULT-VALUE})")
    private long warmUpMillis;

    @Option(
            names = "--storms",
            defaultValue = "3",
            description = "Storms of each kind for each server in a round, in turns (default: ${DEFAULT-VALUE})")
    private int storms;

    StormsCommand() {
        super(2000);
    }

    @Override
    public Integer call() throws IOException {
        StormFigures figures = new StormFigures();
        Settings own = options().settings();
        Settings plain = own.with(Optional.empty());
        Settings secure = own.with(Optional.of(TlsFiles.create()));
        for (int round = 0; round < own.rounds(); round++) {
            round(figures, List.of(plain, secure));
        }
        figures.print(table(
                connections() + " clients come at once; the load is one thread of Java, with TLS a client's handshake"
                        + " costs about what it costs the server",
                StormFigures.columns()));
        return 0;
    }

    private void round(StormFigures figures, List<Settings> kinds) throws IOException {
        List<StormStage> stages = new ArrayList<>();
        try {
            List<Contender> contenders = gateways();
            contenders.add(Contender.netty());
            for (Contender contender : contenders) {
                for (Settings settings : kinds) {
                    StormStage stage = StormStage.start(contender, connections(), settings);
                    stages.add(stage);
                    stage.warmUp(warmUpMillis);
                }
            }
            for (int storm = 0; storm < storms; storm++) {
                for (StormStage stage : stages) {
                    stage.run(figures);
                }
            }
        } finally {
            for (StormStage stage : stages) {
                stage.close();
            }
        }
    }
}
