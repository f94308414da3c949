package io.mychat.gateway.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
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
            FanOutCommand.class,
            StormsCommand.class,
            SessionsCommand.class,
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
                .setExecutionStrategy(BenchCommand::executeAndWrite)
                .execute(args);
    }

    private static int executeAndWrite(ParseResult parsed) {
        List<CommandLine> chain = parsed.asCommandLineList();
        CommandLine last = chain.get(chain.size() - 1);
        if (!(last.getCommand() instanceof Measurement measurement)) {
            return new RunLast().execute(parsed);
        }
        try {
            measurement.options().check();
            int code = new RunLast().execute(parsed);
            measurement.finish();
            return code;
        } catch (IOException e) {
            throw new ExecutionException(last, e.toString(), e);
        }
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
