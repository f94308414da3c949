package io.mychat.gateway.bench;

import io.mychat.gateway.bench.driver.RedisServer;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The Redis server of a measurement. */
final class RedisOption {

    private static final Pattern ADDRESS = Pattern.compile("(.+):([0-9]{1,5})");

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
        Matcher hostAndPort = ADDRESS.matcher(address.get());
        if (!hostAndPort.matches()) {
            CommandSpec spec = Objects.requireNonNull(command, "a mixin of a command");
            throw new ParameterException(spec.commandLine(), "--redis is host:port, and not " + address.get());
        }
        return RedisServer.at(hostAndPort.group(1), Integer.parseInt(hostAndPort.group(2)));
    }
}
