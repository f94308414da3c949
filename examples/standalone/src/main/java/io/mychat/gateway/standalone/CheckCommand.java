package io.mychat.gateway.standalone;

import io.mychat.gateway.core.config.ConfigException;
import io.mychat.gateway.core.config.ConfigFault;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Validates a configuration as the start of the gateway does, without starting it. */
@Command(
        name = "check",
        description =
                "Validates a configuration. Prints one line per fault, warning, and advice about what it leaves open; the"
                        + " exit code is 2 when there are faults.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

    /** The exit code of {@code --strict} for a configuration that leaves something open. */
    static final int LEFT_OPEN = 1;

    @Parameters(paramLabel = "FILE", description = "gateway_config.json")
    private @Nullable Path file;

    @Option(names = "--strict", description = "Exits with 1 when there is advice.")
    private boolean strict;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        var commandLine = Objects.requireNonNull(spec).commandLine();
        Path config = Objects.requireNonNull(file);
        try {
            InstalledGateway.builder()
                    .config(config)
                    .check()
                    .forEach(warning -> commandLine.getErr().println("warning: " + warning));
            List<ConfigFault> advice = InstalledGateway.builder().config(config).advice();
            advice.forEach(line -> commandLine.getErr().println("advice: " + line));
            commandLine.getOut().println(config + ": no faults");
            return strict && !advice.isEmpty() ? LEFT_OPEN : 0;
        } catch (ConfigException e) {
            e.faults().forEach(fault -> commandLine.getErr().println(fault));
            return GatewayCommand.UNUSABLE;
        }
    }
}
