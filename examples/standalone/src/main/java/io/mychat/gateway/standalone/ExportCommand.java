package io.mychat.gateway.standalone;

import io.mychat.gateway.core.archive.ExportTotals;
import io.mychat.gateway.core.archive.MessageExport;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Writes the stored messages of a cluster into a file. */
@Command(
        name = "export",
        description = {
            "Writes all chats and inboxes from Redis into a file of JSON lines, while the gateways run.",
            "The same command continues an export that was interrupted. Exit code 1: Redis does not answer."
        },
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {

    @Mixin
    private final ArchiveOptions options = new ArchiveOptions();

    @Parameters(paramLabel = "FILE", description = "a new file, which only its owner can read")
    private @Nullable Path file;

    @Override
    public Integer call() {
        Path path = Objects.requireNonNull(file);
        return options.run(
                archive -> {
                    ExportTotals totals = new MessageExport(archive, path).run(so -> {
                        if (options.isProgressDue()) {
                            options.err().println(text(so));
                        }
                    });
                    options.out().println(path + ": " + text(totals));
                    return 0;
                },
                "The same command continues the export");
    }

    private static String text(ExportTotals totals) {
        return totals.messages() + " messages, " + totals.inboxEntries() + " inbox entries, " + totals.bytes()
                + " bytes";
    }
}
