package io.mychat.gateway.standalone;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.core.config.ConfigException;
import io.mychat.gateway.core.config.ConfigFile;
import io.mychat.gateway.logging.LoggingModuleProvider;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;

/** One gateway, from its start until the process is told to end. Used by one thread. */
final class GatewayRun {

    private final RunOptions options;
    private final PrintWriter out;
    private final PrintWriter err;
    private final LoggingModuleProvider logging = LoggingModuleProvider.ofProcess();

    GatewayRun(RunOptions options, PrintWriter out, PrintWriter err) {
        this.options = options;
        this.out = out;
        this.err = err;
    }

    /** @return the exit code */
    int call() throws InterruptedException {
        try (DemoUsers demo = options.config() == null ? DemoUsers.create() : DemoUsers.none()) {
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
            demo.introduce(out, gateway);
            stopped.await();
            return 0;
        } catch (ConfigException e) {
            e.faults().forEach(err::println);
            return GatewayCommand.UNUSABLE;
        } catch (IOException | IllegalStateException e) {
            err.println(e.getMessage());
            return GatewayCommand.UNUSABLE;
        }
    }

    private GatewayBuilder configured(DemoUsers demo, IntSupplier boundPort) {
        GatewayBuilder builder = InstalledGateway.builder().module(logging);
        Path file = options.config();
        if (file == null) {
            demo.configure(builder, boundPort);
        } else {
            builder.config(file);
        }
        Integer webSocketPort = options.webSocketPort();
        if (webSocketPort != null) {
            builder.websocketPort(webSocketPort);
        }
        Integer httpPort = options.httpPort();
        if (httpPort != null) {
            builder.httpPort(httpPort);
        }
        return builder;
    }
}
