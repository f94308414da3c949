package io.mychat.gateway.standalone;

import io.mychat.gateway.spi.config.PemException;
import io.mychat.gateway.spi.event.LogText;
import io.mychat.gateway.standalone.load.LoadReport;
import io.mychat.gateway.standalone.load.LoadTest;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lets people write to each other through a running gateway, and shows what came of it. */
@Command(
        name = "load-test",
        description =
                "People write to each other through a running gateway; a table shows whether all came, and how fast."
                        + " Their messages are stored as those of others are. Exit code 0: all messages came once and in order; 1: not.",
        mixinStandardHelpOptions = true)
final class LoadTestCommand implements Callable<Integer> {

    private static final int FAILED = 1;
    private static final int MOST_PEOPLE = 2_000;
    private static final int MOST_SECONDS = 3_600;
    private static final double MOST_PER_SECOND = 1_000;
    private static final int MOST_BYTES = 50_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "of the WebSocket port (default: ${DEFAULT-VALUE})",
            defaultValue = "ws://127.0.0.1:8080/ws")
    private @Nullable String url;

    @Option(
            names = "--api-url",
            paramLabel = "URL",
            description = "of the HTTP API, which refreshes tokens (default: ${DEFAULT-VALUE})",
            defaultValue = "http://127.0.0.1:8081/api")
    private @Nullable String apiUrl;

    @Option(
            names = "--users",
            paramLabel = "FILE",
            required = true,
            description =
                    "a user and the password in each line, with a space between; the first two talk, then the next"
                            + " two (at most 2000)")
    private @Nullable Path users;

    @Option(
            names = "--seconds",
            description = "how long (default: ${DEFAULT-VALUE}; at most 3600)",
            defaultValue = "30")
    private int seconds;

    @Option(
            names = "--rate",
            description = "messages of each person in a second (default: ${DEFAULT-VALUE}; 0.01 to 1000)",
            defaultValue = "1")
    private double rate;

    @Option(
            names = "--bytes",
            description = "length of a message (default: ${DEFAULT-VALUE}; at most 50000)",
            defaultValue = "200")
    private int bytes;

    @Option(
            names = "--certificate",
            paramLabel = "FILE",
            description = "PEM: accepts this certificate of the gateway and no other, whatever host it names")
    private @Nullable Path certificate;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
        try {
            LoadTest.Plan plan = new LoadTest.Plan(
                    Objects.requireNonNull(url),
                    Objects.requireNonNull(apiUrl),
                    (int) within("--seconds", seconds, 1, MOST_SECONDS),
                    within("--rate", rate, 0.01, MOST_PER_SECOND),
                    (int) within("--bytes", bytes, 1, MOST_BYTES),
                    PATIENCE);
            LoadReport report = LoadTest.run(plan, http(), accounts());
            PrintWriter out = spec.commandLine().getOut();
            report.lines().forEach(out::println);
            return report.isGood() ? 0 : FAILED;
        } catch (CompletionException e) {
            Throwable reason = e.getCause();
            err.println(LogText.escaped(String.valueOf((reason == null ? e : reason).getMessage())));
            return FAILED;
        } catch (IOException | PemException | GeneralSecurityException | IllegalArgumentException e) {
            err.println(LogText.escaped(String.valueOf(e.getMessage())));
            return GatewayCommand.UNUSABLE;
        }
    }

    private static double within(String option, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException("%s must be %s to %s".formatted(option, plain(least), plain(most)));
        }
        return value;
    }

    private static String plain(double bound) {
        return BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString();
    }

    private HttpClient http() throws PemException, GeneralSecurityException {
        HttpClient.Builder builder = HttpClient.newBuilder().executor(Runnable::run);
        if (certificate != null) {
            builder.sslContext(PinnedCertificate.read(certificate).sslContext());
        }
        return builder.build();
    }

    private List<String[]> accounts() throws IOException {
        Path file = Objects.requireNonNull(users);
        List<String[]> accounts = lines(file).stream()
                .filter(line -> !line.isBlank())
                .map(line -> line.split(" ", 2))
                .toList();
        boolean even = accounts.size() % 2 == 0 && !accounts.isEmpty() && accounts.size() <= MOST_PEOPLE;
        long different = accounts.stream().map(account -> account[0]).distinct().count();
        if (!even || different < accounts.size() || accounts.stream().anyMatch(account -> account.length < 2)) {
            throw new IllegalArgumentException(
                    file + ": each line is another user and the password, an even number of lines," + " at most "
                            + MOST_PEOPLE);
        }
        return accounts;
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IOException(file + " cannot be read as text in UTF-8", e);
        }
    }
}
