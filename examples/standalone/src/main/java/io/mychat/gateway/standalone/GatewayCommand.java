package io.mychat.gateway.standalone;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.core.config.ConfigException;
import io.mychat.gateway.core.config.ConfigFile;
import io.mychat.gateway.logging.LoggingModuleProvider;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;
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
        versionProvider = GatewayCommand.Version.class,
        subcommands = {
            AlertsCommand.class,
            DrainCommand.class,
            HashPasswordCommand.class,
            ImportCommand.class,
            LoadTestCommand.class,
            RenewEpochsCommand.class,
            CheckCommand.class,
            EraseCommand.class,
            ExportCommand.class,
            RebalanceCommand.class,
            ReloadCommand.class,
            SchemaCommand.class,
            StatusCommand.class,
            TraceCommand.class,
            VerifyAuditCommand.class
        })
public final class GatewayCommand implements Callable<Integer> {

    /** The exit code for an invalid configuration or an occupied port. */
    static final int UNUSABLE = 2;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "gateway_config.json; without it a demo runs on 127.0.0.1")
    private @Nullable Path config;

    @Option(names = "--websocket-port", paramLabel = "PORT", description = "overrides server.websocket_port")
    private @Nullable Integer websocketPort;

    @Option(names = "--http-port", paramLabel = "PORT", description = "overrides server.http_port")
    private @Nullable Integer httpPort;

    @Spec
    private @Nullable CommandSpec spec;

    private final LoggingModuleProvider logging = LoggingModuleProvider.ofProcess();

    public static void main(String[] args) {
        if (args.length == 0 || args[0].startsWith("-")) { // no subcommand
            InstalledGateway.preload();
        }
        System.exit(new CommandLine(new GatewayCommand())
                .setOut(writer(System.out, "stdout.encoding"))
                .setErr(writer(System.err, "stderr.encoding"))
                .execute(args));
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
        try (DemoUsers demo = config == null ? DemoUsers.create() : DemoUsers.none()) {
            AtomicReference<GatewayServer> running = new AtomicReference<>();
            GatewayServer gateway = configured(
                            demo,
                            () -> Objects.requireNonNull(running.get())
                                    .webSocketAddress()
                                    .getPort())
                    .build();
            running.set(gateway);
            CountDownLatch stopped = new CountDownLatch(1);
            gateway.start();
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                gateway.stop();
                                stopped.countDown();
                            },
                            "gateway-stop"));
            ReloadSignal.on(() -> {
                logging.reopen();
                gateway.reload(ConfigFile.GATEWAY, "SIGHUP");
            });
            demo.introduce(out(), gateway);
            stopped.await();
            return 0;
        } catch (ConfigException e) {
            e.faults().forEach(fault -> err().println(fault));
            return UNUSABLE;
        } catch (IOException | IllegalStateException e) {
            err().println(e.getMessage());
            return UNUSABLE;
        }
    }

    private GatewayBuilder configured(DemoUsers demo, IntSupplier boundPort) {
        GatewayBuilder builder = InstalledGateway.builder().module(logging);
        Path file = config;
        if (file == null) {
            demo.configure(builder, boundPort);
        } else {
            builder.config(file);
        }
        if (websocketPort != null) {
            builder.websocketPort(websocketPort);
        }
        if (httpPort != null) {
            builder.httpPort(httpPort);
        }
        return builder;
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }

    private PrintWriter err() {
        return Objects.requireNonNull(spec).commandLine().getErr();
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
