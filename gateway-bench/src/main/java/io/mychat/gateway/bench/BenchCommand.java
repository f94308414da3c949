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
        subcommands = {
            PipelineCommand.class,
            HeapCommand.class,
            LeavingCommand.class,
            ClusterCommand.class,
            ChatCommand.class,
            MessageCommand.class,
            LoginCommand.class,
            TlsCommand.class,
            ScaleCommand.class
        })
public final class BenchCommand implements Callable<Integer> {

    /** So that all of them together stay below ten minutes. */
    private static final int MOST_LONG_ROUNDS = 1;

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
        return new CommandLine(new BenchCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(out)
                .execute(args);
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        for (String command : new String[] {"pipeline", "heap", "leaving", "cluster"}) {
            boolean isLong = command.equals("cluster");
            int code = run(out, options.toArguments(command, isLong ? MOST_LONG_ROUNDS : Integer.MAX_VALUE));
            if (code != 0) {
                return code;
            }
        }
        return 0;
    }
}
