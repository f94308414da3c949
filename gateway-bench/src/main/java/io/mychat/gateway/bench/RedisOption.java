package io.mychat.gateway.bench;

import io.mychat.gateway.bench.driver.RedisServer;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The Redis server of a measurement. */
final class RedisOption {

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = "--redis",
            description =
                    "host:port of a Redis that nobody else uses, to be emptied by hand; without it, servers that are"
                            + " started for this and end with it")
    private Optional<String> address = Optional.empty();

    boolean isGiven() {
        return address.isPresent();
    }

    /** That server, or one that is started. */
    RedisServer open() throws IOException {
        if (address.isEmpty()) {
            return RedisServer.start();
        }
        String text = address.get();
        int colon = text.lastIndexOf(':');
        try {
            return RedisServer.at(text.substring(0, Math.max(0, colon)), Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException e) {
            CommandSpec spec = command;
            if (spec == null) {
                throw e;
            }
            throw new ParameterException(spec.commandLine(), "--redis is host:port, and not " + text, e);
        }
    }
}
