package io.mychat.gateway.bench;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The benchmarks of docs/performance.md; without a sub-command all of them. */
@Command(
        name = "gateway-bench",
        mixinStandardHelpOptions = true,
        description =
                "Measures the gateway. Without a command: pipeline, heap, leaving and cluster, in less than 10 minutes.",
        subcommands = {PipelineCommand.class, HeapCommand.class, LeavingCommand.class, ClusterCommand.class})
public final class BenchCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final CommonOptions options = new CommonOptions();

    public static void main(String[] args) {
        System.exit(run(new PrintWriter(System.out, true, StandardCharsets.UTF_8), args));
    }

    /** Runs a command line; returns the exit code. */
    static int run(PrintWriter out, String... args) {
        return new CommandLine(new BenchCommand()).setOut(out).execute(args);
    }

    @Override
    public Integer call() {
        for (String command : new String[] {"pipeline", "heap", "leaving", "cluster"}) {
            int code = new CommandLine(new BenchCommand())
                    .setOut(spec.commandLine().getOut())
                    .execute(options.toArguments(command));
            if (code != 0) {
                return code;
            }
        }
        return 0;
    }
}
