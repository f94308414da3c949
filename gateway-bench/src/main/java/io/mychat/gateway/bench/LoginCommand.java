package io.mychat.gateway.bench;

import io.mychat.gateway.bench.driver.Contender;
import io.mychat.gateway.bench.driver.RedisServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
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
            defaultValue = "10000",
            description = "Logins at each gateway before the first measurement, at most (default: ${DEFAULT-VALUE})")
    private long warmUpMillis;

    LoginCommand() {
        super(500);
    }

    @Override
    public Integer call() throws IOException {
        MessageCosts costs = new MessageCosts();
        String description;
        try (RedisServer redis = RedisServer.start()) {
            description = redis.description();
            List<LoginStage> stages = new ArrayList<>();
            try {
                for (Contender contender : gateways()) {
                    stages.add(LoginStage.start(
                            contender,
                            Optional.empty(),
                            connections(),
                            options().settings()));
                    stages.add(LoginStage.start(
                            contender,
                            Optional.of(redis),
                            connections(),
                            options().settings()));
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
        costs.print(table("A login by token, " + connections() + " clients, " + description, MessageCosts.columns()));
        costs.printCommands(table("Its commands", MessageCosts.commandColumns()));
        return 0;
    }
}
