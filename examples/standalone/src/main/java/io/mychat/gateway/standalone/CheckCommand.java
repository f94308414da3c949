package io.mychat.gateway.standalone;

import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.core.config.ConfigException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Validates a configuration as the start of the gateway does, without starting it. */
@Command(
        name = "check",
        description =
                "Validates a configuration. Prints one line per fault or warning; the exit code is 2 when there are faults.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "gateway_config.json")
    private @Nullable Path file;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        var commandLine = Objects.requireNonNull(spec).commandLine();
        Path config = Objects.requireNonNull(file);
        try {
            GatewayServer.builder()
                    .config(config)
                    .check()
                    .forEach(warning -> commandLine.getErr().println("warning: " + warning));
            commandLine.getOut().println(config + ": no faults");
            return 0;
        } catch (ConfigException e) {
            e.faults().forEach(fault -> commandLine.getErr().println(fault));
            return GatewayCommand.UNUSABLE;
        }
    }
}
