package io.mychat.gateway.bench;

import io.mychat.gateway.bench.driver.Contender;
import io.mychat.gateway.bench.driver.CrowdProgram;
import io.mychat.gateway.bench.driver.RedisServer;
import io.mychat.gateway.bench.server.LoginKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The cost of logins and messages on Redis compared with memory, and the commands that gateways send to Redis. */
@Command(
        name = "cluster",
        mixinStandardHelpOptions = true,
        description = "Logins and messages per CPU second of gateways on Redis, and the commands that Redis gets.")
final class ClusterCommand extends Measurement {

    @Mixin
    private final RedisOption redisOption = new RedisOption();

    /** The parts of the measurement. */
    private enum Part {
        LOGINS,
        MESSAGES,
        COMMANDS
    }

    @Option(
            names = "--only",
            split = ",",
            defaultValue = "LOGINS,MESSAGES,COMMANDS",
            description = "Some of ${COMPLETION-CANDIDATES} (default: all)")
    private Set<Part> parts = Set.of();

    @Option(
            names = "--pairs",
            defaultValue = "50",
            description = "Clients who write to another one, each one message at a time (default: ${DEFAULT-VALUE})")
    private int pairs;

    @Option(
            names = "--warm-up-ms",
            defaultValue = "15000",
            description =
                    "Logins before the first measurement, at most, and half as long messages; less when the JIT compiler"
                            + " has nothing left to do (default: ${DEFAULT-VALUE})")
    private long warmUpMillis;

    @Option(
            names = "--windows",
            defaultValue = "3",
            description = "Measurements of each server in a round, in turns (default: ${DEFAULT-VALUE})")
    private int windows;

    @Option(
            names = "--window-ms",
            defaultValue = "1000",
            description = "How long pairs talk in each measurement (default: ${DEFAULT-VALUE})")
    private long windowMillis;

    @Option(
            names = "--idle",
            defaultValue = "5000",
            description = "Sessions that do nothing while their commands are counted (default: ${DEFAULT-VALUE})")
    private int idle;

    @Option(
            names = "--idle-seconds",
            defaultValue = "100",
            description = "How long they do nothing, at least (default: ${DEFAULT-VALUE})")
    private long idleSeconds;

    @Option(
            names = "--rest-ms",
            defaultValue = "8000",
            description =
                    "How long a gateway without sessions is looked at, so that what it asks anyway can be taken off"
                            + " (default: ${DEFAULT-VALUE})")
    private long restMillis;

    private final ClusterFigures logins = new ClusterFigures();
    private final ClusterFigures messages = new ClusterFigures();

    ClusterCommand() {
        super(2000);
    }

    @Override
    public Integer call() throws IOException {
        try (CrowdProgram crowd = CrowdProgram.compile();
                RedisServer redis = redisOption.open()) {
            if (!parts.contains(Part.COMMANDS)) {
                rounds(crowd, redis);
                print(redis);
            } else if (redisOption.isGiven()) {
                rounds(crowd, redis);
                try (CommandCounts counts = counts(redis)) {
                    try (CommandCounts.Idle sessions = counts.begin(crowd)) {
                        sessions.end(idleSeconds);
                    }
                    print(redis);
                    print(redis, counts);
                }
            } else {
                // Idle sessions cost almost nothing and have their own Redis.
                try (RedisServer other = redisOption.open();
                        CommandCounts counts = counts(other)) {
                    try (CommandCounts.Idle sessions = counts.begin(crowd)) {
                        rounds(crowd, redis);
                        sessions.end(idleSeconds);
                    }
                    print(redis);
                    print(other, counts);
                }
            }
        }
        return 0;
    }

    private void rounds(CrowdProgram crowd, RedisServer redis) throws IOException {
        for (int round = 0; round < options().settings().rounds(); round++) {
            if (parts.contains(Part.LOGINS) || parts.contains(Part.MESSAGES)) {
                round(crowd, redis);
            }
        }
    }

    private CommandCounts counts(RedisServer redis) throws IOException {
        return new CommandCounts(
                redis,
                Contender.gateway(LoginKind.TOKEN),
                new CommandCounts.Size(connections(), idle, pairs, restMillis),
                options().settings());
    }

    /** Starts new JVMs for all servers, which then take turns, so that all are affected by the same noise. */
    private void round(CrowdProgram crowd, RedisServer redis) throws IOException {
        List<ClusterStage> stages = new ArrayList<>();
        try {
            ClusterStage.Size size = new ClusterStage.Size(connections(), pairs);
            for (Contender contender : gateways()) {
                stages.add(ClusterStage.alone(contender, size, options().settings()));
                stages.add(
                        ClusterStage.onRedis(contender, redis, size, options().settings()));
            }
            if (parts.contains(Part.LOGINS)) {
                logIn(stages, crowd);
            }
            if (parts.contains(Part.MESSAGES)) {
                stages.add(ClusterStage.echo(redis, size, options().settings()));
                talk(stages);
            }
        } finally {
            for (ClusterStage stage : stages) {
                stage.close();
            }
        }
    }

    private void logIn(List<ClusterStage> stages, CrowdProgram crowd) throws IOException {
        List<ClusterStage.Logins> running = new ArrayList<>();
        for (ClusterStage stage : stages) {
            ClusterStage.Logins started = stage.new Logins(crowd);
            started.warmUp(warmUpMillis);
            running.add(started);
        }
        for (int window = 0; window < windows; window++) {
            for (ClusterStage.Logins each : running) {
                each.run(logins);
            }
        }
        stages.forEach(ClusterStage::endClients);
    }

    private void talk(List<ClusterStage> stages) throws IOException {
        List<ClusterStage.Turns> running = new ArrayList<>();
        for (ClusterStage stage : stages) {
            running.addAll(stage.messages());
        }
        for (ClusterStage.Turns each : running) {
            each.warmUp(warmUpMillis / 2, windowMillis);
        }
        for (int window = 0; window < windows; window++) {
            for (ClusterStage.Turns each : running) {
                each.run(messages, windowMillis);
            }
        }
    }

    private void print(RedisServer redis) {
        if (parts.contains(Part.LOGINS)) {
            logins.print(table(
                    "Logins by token per CPU second, " + connections() + " clients, " + redis.description(),
                    ClusterFigures.columns()));
        }
        if (parts.contains(Part.MESSAGES)) {
            messages.print(table(
                    "Messages per CPU second, delivered and acknowledged, " + pairs + " pairs, " + redis.description(),
                    ClusterFigures.columns()));
        }
    }

    private void print(RedisServer redis, CommandCounts counts) {
        counts.print(table(
                "What Redis gets: " + connections() + " logins, " + idle + " idle sessions for at least " + idleSeconds
                        + " s, " + redis.description(),
                CommandCounts.columns()));
    }
}
