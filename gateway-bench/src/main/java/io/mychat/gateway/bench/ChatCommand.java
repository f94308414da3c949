package io.mychat.gateway.bench;

import io.mychat.gateway.bench.driver.Contender;
import io.mychat.gateway.bench.driver.CrowdProgram;
import io.mychat.gateway.bench.driver.Settings;
import io.mychat.gateway.bench.driver.WarmUp;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a message from person to person costs a gateway with the embedded stores. */
@Command(
        name = "chat",
        mixinStandardHelpOptions = true,
        description = "Messages from person to person in memory: messages per CPU second, allocated bytes and delays.")
final class ChatCommand extends Measurement {

    @Option(
            names = "--outstanding",
            converter = AtLeastOne.class,
            split = ",",
            defaultValue = "1,8,16",
            description = "Messages of each pair in progress (default: ${DEFAULT-VALUE})")
    private int[] outstanding = {};

    @Option(
            names = "--warm-up-ms",
            defaultValue = "25000",
            description =
                    "Load before the first measurement, at most; less when the JIT compiler has nothing left to do"
                            + " (default: ${DEFAULT-VALUE})")
    private long warmUpMillis;

    @Mixin
    private WindowOptions windows = new WindowOptions();

    @Option(
            names = "--fill",
            defaultValue = "0",
            description = "Messages that are stored before the first measurement (default: ${DEFAULT-VALUE})")
    private long fill;

    @Option(
            names = "--pace",
            defaultValue = "0",
            description =
                    "Also measures the delays at this number of messages a second (default: ${DEFAULT-VALUE}: not)")
    private int pace;

    @Option(
            names = "--pace-ms",
            defaultValue = "10000",
            description = "How long the delays are measured in each round (default: ${DEFAULT-VALUE})")
    private long paceMillis;

    @Option(
            names = "--silent",
            defaultValue = "0",
            description = "Also measures each gateway beside so many other clients who are logged in and say nothing"
                    + " (default: ${DEFAULT-VALUE}: not)")
    private int silent;

    ChatCommand() {
        super(200);
    }

    @Override
    public Integer call() throws IOException {
        ChatFigures figures = new ChatFigures();
        for (int round = 0; round < options().settings().rounds(); round++) {
            round(figures);
        }
        String title = "A message from person to person in memory, " + connections() / 2 + " pairs";
        figures.print(table(title, ChatFigures.columns()));
        if (pace > 0) {
            figures.printDelays(table(
                    "Delays at " + pace + " messages a second, " + fill + " stored before",
                    ChatFigures.delayColumns()));
        }
        return 0;
    }

    /** Starts new JVMs for all servers, which take turns after the warm-up. */
    private void round(ChatFigures figures) throws IOException {
        List<ChatStage> stages = new ArrayList<>();
        Settings settings = options().settings();
        try (CrowdProgram crowd = CrowdProgram.compile()) {
            for (Contender contender : gateways()) {
                add(stages, ChatStage.start(contender, connections(), settings));
                if (silent > 0) {
                    add(stages, ChatStage.startBeside(contender, connections(), silent, crowd, settings));
                }
            }
            if (options().peers()) {
                for (Contender relay : Contender.relays()) {
                    add(stages, ChatStage.start(relay, connections(), settings));
                }
            }
            for (int depth : outstanding) {
                for (boolean acknowledge : new boolean[] {false, true}) {
                    for (int window = 0; window < windows.count(); window++) {
                        for (ChatStage stage : stages) {
                            if (stage.stores() || !acknowledge) {
                                stage.talk(figures, depth, acknowledge, windows.millis());
                            }
                        }
                    }
                }
            }
            for (ChatStage stage : stages) {
                if (pace > 0) {
                    stage.pace(figures, pace, paceMillis);
                }
            }
        } finally {
            for (ChatStage stage : stages) {
                stage.close();
            }
        }
    }

    private void add(List<ChatStage> stages, ChatStage stage) throws IOException {
        stages.add(stage);
        WarmUp.run(List.of(stage.server()), warmUpMillis, () -> warmUp(stage));
        if (stage.stores()) {
            stage.fill(fill);
        }
    }

    private void warmUp(ChatStage stage) throws IOException {
        for (int depth : outstanding) {
            stage.burst(depth, Math.min(windows.millis(), warmUpMillis));
        }
    }
}
