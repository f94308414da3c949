package io.mychat.gateway.bench;

import io.mychat.gateway.bench.driver.Contender;
import io.mychat.gateway.bench.driver.RedisServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What one message from person to person costs: commands and time of Redis, round trips, and bytes. Half of the clients
 * write to the other half.
 */
@Command(
        name = "message",
        mixinStandardHelpOptions = true,
        description =
                "Commands and time of Redis, round trips and allocated bytes of a message, on one and two gateways.")
final class MessageCommand extends Measurement {

    @Option(
            names = "--warm-up-ms",
            defaultValue = "60000",
            description =
                    "Load on each pair of gateways before the first measurement, at most; less when the JIT compilers"
                            + " have nothing left to do (default: ${DEFAULT-VALUE})")
    private long warmUpMillis;

    @Option(
            names = "--window-ms",
            defaultValue = "2000",
            description = "How long pairs talk in each measurement (default: ${DEFAULT-VALUE})")
    private long windowMillis;

    @Option(
            names = "--outstanding",
            converter = AtLeastOne.class,
            split = ",",
            defaultValue = "1",
            description = "Messages of each pair in progress (default: ${DEFAULT-VALUE})")
    private int[] outstanding = {};

    @Option(
            names = "--pace",
            defaultValue = "0",
            description =
                    "Also measures the delays of acknowledged messages at this number of them a second (default: ${DEFAULT-VALUE}: not)")
    private int pace;

    @Option(
            names = "--pace-ms",
            defaultValue = "10000",
            description = "How long the delays are measured in each round (default: ${DEFAULT-VALUE})")
    private long paceMillis;

    @Mixin
    private final RedisOption redisOption = new RedisOption();

    MessageCommand() {
        super(100);
    }

    @Override
    public Integer call() throws IOException {
        MessageCosts costs = new MessageCosts();
        ChatFigures delays = new ChatFigures();
        int pairs = connections() / 2;
        String description;
        try (RedisServer redis = redisOption.open()) {
            description = redis.description();
            List<MessageStage> stages = new ArrayList<>();
            try {
                for (Contender contender : gateways()) {
                    stages.add(MessageStage.start(
                            contender, redis, pairs, options().settings()));
                }
                for (MessageStage stage : stages) {
                    stage.warmUp(outstanding, warmUpMillis, windowMillis);
                }
                for (int round = 0; round < options().settings().rounds(); round++) {
                    round(stages, costs, delays);
                }
            } finally {
                for (MessageStage stage : stages) {
                    stage.close();
                }
            }
        }
        costs.print(
                table("A message from person to person, " + pairs + " pairs, " + description, MessageCosts.columns()));
        costs.printCommands(table("Its commands", MessageCosts.commandColumns()));
        if (pace > 0) {
            delays.printDelays(
                    table("Delays at " + pace + " messages a second, acknowledged", ChatFigures.delayColumns()));
        }
        return 0;
    }

    private void round(List<MessageStage> stages, MessageCosts costs, ChatFigures delays) throws IOException {
        for (int depth : outstanding) {
            for (boolean acknowledge : new boolean[] {false, true}) {
                for (MessageStage.Way way : MessageStage.Way.values()) {
                    for (MessageStage stage : stages) {
                        stage.run(costs, way, depth, acknowledge, windowMillis);
                    }
                }
            }
        }
        if (pace > 0) {
            for (MessageStage.Way way : MessageStage.Way.values()) {
                for (MessageStage stage : stages) {
                    stage.pace(delays, way, pace, paceMillis);
                }
            }
        }
    }
}
