package io.mychat.gateway.standalone;

import io.mychat.gateway.core.audit.chain.AuditFiles;
import io.mychat.gateway.core.audit.chain.ChainHead;
import io.mychat.gateway.core.audit.chain.ChainReport;
import io.mychat.gateway.core.audit.chain.ChainVerifier;
import io.mychat.gateway.core.config.ConfigException;
import io.mychat.gateway.core.config.security.AuditConfig;
import io.mychat.gateway.core.config.security.AuditKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Verifies the chain of the audit's files, without a running gateway. */
@Command(
        name = "verify-audit",
        description = {
            "Verifies the chain of the audit's files: changed, missing, moved and inserted lines.",
            "Exit code 0: every line is genuine; 1: a line is bad; 2: the files could not be checked."
        },
        mixinStandardHelpOptions = true)
final class VerifyAuditCommand implements Callable<Integer> {

    private static final int BAD = 1;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description =
                    "in any order, gzip too (default: audit.file of the configuration and the older files beside it)")
    private @Nullable List<Path> files;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "gateway_config.json, whose audit.key and audit.previous_keys have signed the lines")
    private @Nullable Path config;

    @Option(
            names = "--keys",
            paramLabel = "FILE",
            description = "the keys, in lines ID=SECRET, where there is no configuration")
    private @Nullable Path keys;

    @Option(
            names = "--anchor",
            paramLabel = "SEQ:MAC",
            description = "a line that the chain must have; without one a cut-off tail does not show")
    private @Nullable List<String> anchors;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
        try {
            List<ChainHead> known = (anchors == null ? List.<String>of() : anchors)
                    .stream().map(ChainHead::parse).toList();
            Optional<AuditConfig> settings = Optional.ofNullable(config)
                    .map(path -> InstalledGateway.builder().config(path).auditSettings());
            List<AuditKey> given =
                    new ArrayList<>(settings.map(AuditConfig::keys).orElse(List.of()));
            if (keys != null) {
                given.addAll(read(keys));
            }
            if (given.isEmpty()) {
                throw new IllegalArgumentException(
                        "no key is given: name the configuration with --config, or a file of keys with --keys");
            }
            return report(new ChainVerifier(given).verify(files(settings), known), !known.isEmpty());
        } catch (ConfigException e) {
            e.faults().forEach(err::println);
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
        } catch (IOException e) {
            err.println(reason(e));
        }
        return GatewayCommand.UNUSABLE;
    }

    private List<Path> files(Optional<AuditConfig> settings) throws IOException {
        if (files != null && !files.isEmpty()) {
            return files;
        }
        Path configured = settings.flatMap(AuditConfig::file)
                .orElseThrow(() -> new IllegalArgumentException("no file is given, and no audit.file is configured"));
        List<Path> found = AuditFiles.of(configured);
        if (found.isEmpty()) {
            throw new IllegalArgumentException("there is no " + configured + ", and no older file beside it");
        }
        return found;
    }

    private static List<AuditKey> read(Path file) throws IOException {
        List<AuditKey> read = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            int equals = line.indexOf('=');
            if (!line.isBlank() && equals < 0) {
                throw new IllegalArgumentException(file + " must have lines ID=SECRET");
            }
            if (!line.isBlank()) {
                read.add(new AuditKey(
                        line.substring(0, equals).strip(),
                        line.substring(equals + 1).strip()));
            }
        }
        return read;
    }

    private int report(ChainReport report, boolean isAnchored) {
        var commandLine = Objects.requireNonNull(spec).commandLine();
        PrintWriter out = commandLine.getOut();
        report.notes().forEach(note -> out.println("note: " + note));
        report.faults().forEach(commandLine.getErr()::println);
        if (report.lines() == 0 && report.isSound()) {
            commandLine
                    .getErr()
                    .println(
                            "the files have no line, so nothing is verified: a gateway's first line is audit_opened, and"
                                    + " an empty file without the older ones beside it has lost its lines");
            return GatewayCommand.UNUSABLE;
        }
        if (report.faultCount() > report.faults().size()) {
            commandLine
                    .getErr()
                    .println("and " + (report.faultCount() - report.faults().size()) + " more");
        }
        String range = report.first().isEmpty()
                ? ""
                : ", " + report.first().get().seq() + " to "
                        + report.head().map(ChainHead::seq).orElse(0L);
        out.println(
                report.lines() + " lines" + range + ": " + (report.isSound() ? "sound" : report.faultCount() + " bad"));
        report.head().ifPresent(head -> out.println("anchor of the last line: " + head));
        if (!isAnchored) {
            out.println("Lines that were cut off behind the last one do not show: only an anchor that is kept elsewhere"
                    + " (--anchor SEQ:MAC) proves that none is missing.");
        }
        return report.isSound() ? 0 : BAD;
    }

    private static String reason(IOException e) {
        return e instanceof FileSystemException file
                ? file.getFile() + " cannot be read: "
                        + (file.getReason() == null ? e.getClass().getSimpleName() : file.getReason())
                : "a file cannot be read: " + e.getMessage();
    }
}
