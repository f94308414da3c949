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

/** Reads a configuration as the gateway would, opens nothing, and says what is wrong with it. */
@Command(
        name = "check",
        description = "Validates a configuration; exit code 2 and a line for each fault. A warning is a line, too.",
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
