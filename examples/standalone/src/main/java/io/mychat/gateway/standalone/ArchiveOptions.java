package io.mychat.gateway.standalone;

import io.mychat.gateway.core.archive.ArchiveException;
import io.mychat.gateway.core.archive.ArchiveTask;
import io.mychat.gateway.core.config.ConfigException;
import io.mychat.gateway.spi.StoreUnavailableException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands that work on stored messages share. */
final class ArchiveOptions {

    /** The exit code when the store does not answer; the command may be repeated. */
    static final int FAILED = 1;

    private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(5);

    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "gateway_config.json of the gateways, with a section redis; they may run")
    private @Nullable Path config;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    private long nextProgress = System.nanoTime() + PROGRESS_NANOS;

    /** Runs a task; failures are a line each on standard error. */
    int run(ArchiveTask<Integer> task, String repeat) {
        try {
            return InstalledGateway.builder()
                    .config(Objects.requireNonNull(config))
                    .withArchive(task);
        } catch (ConfigException e) {
            e.faults().forEach(fault -> err().println(fault));
            return GatewayCommand.UNUSABLE;
        } catch (StoreUnavailableException e) {
            err().println("The store does not answer: " + e.getMessage() + ". " + repeat);
            return FAILED;
        } catch (ArchiveException | IllegalStateException e) {
            err().println(e.getMessage());
            return GatewayCommand.UNUSABLE;
        } catch (IOException e) {
            err().println(e.getClass().getSimpleName() + ": " + e.getMessage());
            return GatewayCommand.UNUSABLE;
        }
    }

    /** Whether it is time for another line of progress. */
    boolean isProgressDue() {
        if (System.nanoTime() - nextProgress < 0) {
            return false;
        }
        nextProgress = System.nanoTime() + PROGRESS_NANOS;
        return true;
    }

    Path config() {
        return Objects.requireNonNull(config);
    }

    PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }

    PrintWriter err() {
        return Objects.requireNonNull(spec).commandLine().getErr();
    }
}
