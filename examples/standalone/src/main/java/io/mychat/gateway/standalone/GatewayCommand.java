package io.mychat.gateway.standalone;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a gateway until it is stopped, with a configuration or as a demo on this machine only. */
@Command(
        name = "gateway",
        description = "MyChat Gateway: an instant-messaging gateway.",
        mixinStandardHelpOptions = true,
        versionProvider = GatewayCommand.Version.class)
public final class GatewayCommand implements Callable<Integer> {

    /** The exit code for an invalid configuration or an occupied port. */
    static final int UNUSABLE = 2;

    @Option(
            names = {"-c", RunOptions.CONFIG},
            paramLabel = "FILE",
            description = "gateway_config.json; without it a demo runs on 127.0.0.1")
    private @Nullable Path config;

    @Option(names = RunOptions.WEBSOCKET_PORT, paramLabel = "PORT", description = "overrides server.websocket_port")
    private @Nullable Integer websocketPort;

    @Option(names = RunOptions.HTTP_PORT, paramLabel = "PORT", description = "overrides server.http_port")
    private @Nullable Integer httpPort;

    @Spec
    private @Nullable CommandSpec spec;

    public static void main(String[] args) throws InterruptedException {
        if (args.length == 0 || args[0].startsWith("-")) { // no subcommand
            InstalledGateway.preload();
        }
        System.exit(
                execute(List.of(args), writer(System.out, "stdout.encoding"), writer(System.err, "stderr.encoding")));
    }

    /** @return the exit code */
    static int execute(List<String> line, PrintWriter out, PrintWriter err) throws InterruptedException {
        Optional<RunOptions> plain = RunOptions.plain(line);
        if (plain.isEmpty()) {
            return commands(line).setOut(out).setErr(err).execute(line.toArray(new String[0]));
        }
        try {
            return new GatewayRun(plain.get(), out, err).call();
        } catch (RuntimeException e) {
            e.printStackTrace(err); // a fault of the program, and what picocli does with one
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    /** The parser of a command line: of the subcommand that is named first, and of all where none is. */
    private static CommandLine commands(List<String> line) {
        CommandLine parser = new CommandLine(new GatewayCommand());
        Map<String, Class<?>> all = subcommands();
        Class<?> named = all.get(line.get(0));
        for (Class<?> command : named == null ? all.values() : List.of(named)) {
            parser.addSubcommand(command);
        }
        return parser;
    }

    /**
     * The subcommands by name, in the order of the help. Each that the parser knows costs time, so it knows no others than it needs; a
     * run loads none of them.
     */
    static Map<String, Class<?>> subcommands() {
        Map<String, Class<?>> commands = new LinkedHashMap<>();
        commands.put("alerts", AlertsCommand.class);
        commands.put("drain", DrainCommand.class);
        commands.put("hash-password", HashPasswordCommand.class);
        commands.put("import", ImportCommand.class);
        commands.put("load-test", LoadTestCommand.class);
        commands.put("renew-epochs", RenewEpochsCommand.class);
        commands.put("check", CheckCommand.class);
        commands.put("erase", EraseCommand.class);
        commands.put("export", ExportCommand.class);
        commands.put("rebalance", RebalanceCommand.class);
        commands.put("reload", ReloadCommand.class);
        commands.put("schema", SchemaCommand.class);
        commands.put("status", StatusCommand.class);
        commands.put("trace", TraceCommand.class);
        commands.put("verify-audit", VerifyAuditCommand.class);
        return commands;
    }

    /**
     * Writes in the charset that the JVM reports for the stream, or in UTF-8 if that charset is ASCII, as without a
     * locale.
     */
    private static PrintWriter writer(PrintStream stream, String property) {
        String name = System.getProperty(property, StandardCharsets.UTF_8.name());
        Charset charset = Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
        boolean ascii = charset.equals(StandardCharsets.US_ASCII);
        return new PrintWriter(new OutputStreamWriter(stream, ascii ? StandardCharsets.UTF_8 : charset), true);
    }

    @Override
    public Integer call() throws InterruptedException {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        return new GatewayRun(new RunOptions(config, websocketPort, httpPort), line.getOut(), line.getErr()).call();
    }

    /** The version from the manifest of the jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = GatewayCommand.class.getPackage().getImplementationVersion();
            return new String[] {"MyChat Gateway " + (version == null ? "(unpackaged)" : version)};
        }
    }
}
