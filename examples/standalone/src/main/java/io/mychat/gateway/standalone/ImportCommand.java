package io.mychat.gateway.standalone;

import io.mychat.gateway.core.archive.ImportListener;
import io.mychat.gateway.core.archive.ImportTotals;
import io.mychat.gateway.core.archive.MessageImport;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts an export back into Redis. */
@Command(
        name = "import",
        description = {
            "Puts an export back into Redis, while the gateways run. What is there already stays as it is, so that the"
                    + " command may be repeated.",
            "Exit code 1: some lines were left out, the export is not complete, or Redis does not answer."
        },
        mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer>, ImportListener {

    @Mixin
    private final ArchiveOptions options = new ArchiveOptions();

    @Parameters(paramLabel = "FILE", description = "written by export")
    private @Nullable Path file;

    @Option(
            names = "--from-line",
            paramLabel = "NUMBER",
            description = "goes on where an earlier run has ended (default: ${DEFAULT-VALUE})",
            defaultValue = "1")
    private long fromLine;

    @Option(names = "--stop-at-bad-line", description = "ends at the first bad line instead of leaving it out")
    private boolean stopAtBadLine;

    @Option(
            names = "--max-line-bytes",
            paramLabel = "BYTES",
            description = "the longest line (default: ${DEFAULT-VALUE})",
            defaultValue = "" + MessageImport.DEFAULT_MAX_LINE_BYTES)
    private int maxLineBytes;

    @Override
    public Integer call() {
        if (fromLine < 1 || maxLineBytes < 1) {
            options.err().println("--from-line and --max-line-bytes are at least 1");
            return GatewayCommand.UNUSABLE;
        }
        long[] next = {fromLine};
        return options.run(
                archive -> {
                    MessageImport running = new MessageImport(
                            archive, new MessageImport.Options(fromLine, stopAtBadLine, maxLineBytes), this);
                    try (InputStream in = Files.newInputStream(Objects.requireNonNull(file))) {
                        return report(running.run(in));
                    } catch (RuntimeException e) {
                        next[0] = Math.max(fromLine, running.totals().lines() + 1);
                        options.err().println("Go on with --from-line " + next[0]);
                        throw e;
                    }
                },
                "The lines before are imported");
    }

    private int report(ImportTotals totals) {
        options.out().println(file + ": " + text(totals));
        if (!totals.isComplete()) {
            options.err().println("The file has no end: it is an export that was interrupted");
        }
        return totals.badLines() == 0 && totals.isComplete() ? 0 : ArchiveOptions.FAILED;
    }

    @Override
    public void onBadLine(long number, String reason) {
        options.err().println("line " + number + " is left out: " + reason);
    }

    @Override
    public void onProgress(ImportTotals totals) {
        if (options.isProgressDue()) {
            options.err().println("line " + totals.lines() + ": " + text(totals));
        }
    }

    private static String text(ImportTotals totals) {
        return totals.restored() + " messages and " + totals.inboxEntries() + " inbox entries put back ("
                + totals.renumbered() + " behind later messages), " + totals.existing() + " and "
                + totals.existingEntries() + " were there, " + totals.expired() + " have expired, "
                + totals.missingEntries() + " entries without a message, " + totals.badLines() + " bad lines";
    }
}
