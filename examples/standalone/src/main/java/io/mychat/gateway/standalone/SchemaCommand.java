package io.mychat.gateway.standalone;

import io.mychat.gateway.core.config.ConfigFile;
import io.mychat.gateway.spi.ModuleProvider;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the JSON Schema of a configuration file for editors, with the keys of all modules on the class path. */
@Command(
        name = "schema",
        description = "Prints the JSON Schema of a configuration file, for editors.",
        mixinStandardHelpOptions = true)
final class SchemaCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "TYPE",
            arity = "0..1",
            description = "gateway_config (default), platform_strategy or router_config",
            defaultValue = "gateway_config")
    private @Nullable String type;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        var commandLine = Objects.requireNonNull(spec).commandLine();
        Optional<ConfigFile> file = ConfigFile.named(Objects.requireNonNull(type));
        if (file.isEmpty()) {
            commandLine.getErr().println("TYPE must be gateway_config, platform_strategy or router_config.");
            return GatewayCommand.UNUSABLE;
        }
        List<ModuleProvider> modules = ServiceLoader.load(ModuleProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        commandLine.getOut().print(file.get().schema(modules));
        commandLine.getOut().flush();
        return 0;
    }
}
