package io.mychat.gateway.bench;

import io.mychat.gateway.bench.driver.Contender;
import io.mychat.gateway.bench.driver.CrowdProgram;
import io.mychat.gateway.bench.driver.RedisServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What one login by token costs, connecting included: round trips, commands and time of Redis, and bytes. */
@Command(
        name = "login",
        mixinStandardHelpOptions = true,
        description =
                "Round trips, commands and time of Redis, and allocated bytes of a login, in memory and on Redis.")
final class LoginCommand extends Measurement {

    @Option(
            names = "--warm-up-ms",
            defaultValue = "20000",
            description = "Logins at each gateway before the first measurement, at most, until its compilers rest"
                    + " (default: ${DEFAULT-VALUE})")
    private long warmUpMillis;

    @Option(names = "--in-memory", description = "Without Redis")
    private boolean inMemory;

    @Mixin
    private final RedisOption redisOption = new RedisOption();

    LoginCommand() {
        super(4000);
    }

    @Override
    public Integer call() throws IOException {
        MessageCosts costs = new MessageCosts();
        String title;
        try (CrowdProgram crowd = CrowdProgram.compile()) {
            title = "A login by token, " + connections() + " clients in "
                    + (options().settings().tls().isPresent() ? "Java" : crowd.language());
            if (inMemory) {
                run(costs, crowd, List.of(Optional.empty()));
            } else {
                try (RedisServer redis = redisOption.open()) {
                    title += ", " + redis.description();
                    run(costs, crowd, List.of(Optional.empty(), Optional.of(redis)));
                }
            }
        }
        costs.print(table(title, MessageCosts.columns()));
        if (!inMemory) {
            costs.printCommands(table("Its commands", MessageCosts.commandColumns()));
        }
        return 0;
    }

    private void run(MessageCosts costs, CrowdProgram crowd, List<Optional<RedisServer>> stores) throws IOException {
        List<LoginStage> stages = new ArrayList<>();
        try {
            for (Contender contender : gateways()) {
                for (Optional<RedisServer> store : stores) {
                    stages.add(LoginStage.start(
                            contender, store, crowd, connections(), options().settings()));
                }
            }
            for (LoginStage stage : stages) {
                stage.warmUp(warmUpMillis);
            }
            for (int round = 0; round < options().settings().rounds(); round++) {
                for (LoginStage stage : stages) {
                    stage.run(costs);
                }
            }
        } finally {
            for (LoginStage stage : stages) {
                stage.close();
            }
        }
    }
}
