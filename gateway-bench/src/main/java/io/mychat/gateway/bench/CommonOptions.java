package io.mychat.gateway.bench;

import io.mychat.gateway.bench.driver.Contender;
import io.mychat.gateway.bench.driver.Settings;
import io.mychat.gateway.bench.driver.TlsFiles;
import io.mychat.gateway.bench.report.Results;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import picocli.CommandLine.Option;

/** The options of all benchmarks. */
final class CommonOptions {

    @Option(
            names = "--rounds",
            defaultValue = "3",
            description = "How often each server has its turn (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--io-threads",
            defaultValue = "1",
            description = "I/O threads of each server (default: ${DEFAULT-VALUE})")
    private int ioThreads;

    @Option(names = "--against", description = "Another build of this jar, whose gateway takes part too")
    private Optional<Path> against = Optional.empty();

    @Option(names = "--nio", description = "The gateway on gateway-transport-nio takes part, too")
    private boolean nio;

    @Option(names = "--boringssl", description = "With TLS, the gateways with tls.provider boringssl take part, too")
    private boolean boringSsl;

    @Option(names = "--jvm-flag", description = "One more flag for each server's JVM; may be given several times")
    private List<String> jvmFlags = new ArrayList<>();

    @Option(names = "--tls", description = "All servers and clients use TLS, that of the JDK")
    private boolean tls;

    private Optional<Path> tlsFiles = Optional.empty();

    @Option(names = "--java", description = "The home of the JDK that runs the servers; default: this one")
    private Path java = Path.of(System.getProperty("java.home"));

    @Option(
            names = "--peers",
            description = "Other libraries' servers take part, too: echoes in pipeline, relays in chat")
    private boolean peers;

    @Option(names = "--json", description = "A file that the figures are added to, with all samples")
    private Optional<Path> json = Optional.empty();

    @Option(names = "--html", description = "A page with plots, of all that is in the file of --json")
    private Optional<Path> html = Optional.empty();

    Settings settings() {
        List<String> java = new ArrayList<>();
        java.add(this.java.resolve("bin").resolve("java").toString());
        // A page that is touched for the first time costs up to 14 µs on a virtual machine, more than a message.
        java.addAll(List.of("-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch", "-XX:+UseG1GC"));
        java.addAll(jvmFlags);
        return new Settings(rounds, ioThreads, tlsFiles(), java);
    }

    /** Turns TLS on, whatever the command line says. */
    void useTls() {
        tls = true;
    }

    private Optional<Path> tlsFiles() {
        if (tls && tlsFiles.isEmpty()) {
            try {
                tlsFiles = Optional.of(TlsFiles.create());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return tlsFiles;
    }

    /** Whether other libraries' servers take part, which have no TLS here. */
    boolean peers() {
        return peers && !tls;
    }

    /** The gateway on another transport. */
    Optional<Contender> otherTransport() {
        return nio ? Optional.of(Contender.nioGateway()) : Optional.empty();
    }

    /** The gateways with another library of TLS. */
    List<Contender> otherLibraries() {
        if (!boringSsl || !tls) {
            return List.of();
        }
        return nio ? List.of(Contender.boringSsl(), Contender.nioBoringSsl()) : List.of(Contender.boringSsl());
    }

    /** Undertow's own WebSocket layer, which has no part in a comparison of TLS. */
    Optional<Contender> undertow() {
        return tls ? Optional.empty() : Optional.of(Contender.undertow());
    }

    /** The gateway of {@code --against}. */
    Optional<Contender> other() {
        return against.map(jar -> Contender.gatewayOf(jar.toString()));
    }

    /** A command line of a sub-command with the same options. */
    String[] toArguments(String command, int mostRounds) {
        List<String> arguments = new ArrayList<>(
                List.of(command, "--rounds=" + Math.min(rounds, mostRounds), "--io-threads=" + ioThreads));
        against.ifPresent(jar -> arguments.add("--against=" + jar));
        if (nio) {
            arguments.add("--nio");
        }
        if (tls) {
            arguments.add("--tls");
        }
        if (boringSsl) {
            arguments.add("--boringssl");
        }
        if (peers) {
            arguments.add("--peers");
        }
        arguments.add("--java=" + java);
        json.ifPresent(file -> arguments.add("--json=" + file));
        html.ifPresent(file -> arguments.add("--html=" + file));
        jvmFlags.forEach(flag -> arguments.add("--jvm-flag=" + flag));
        return arguments.toArray(String[]::new);
    }

    /** When and where the following figures were measured, and how the servers are started. */
    List<String> circumstances() {
        return List.of(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                "servers on JDK " + version(),
                Runtime.getRuntime().availableProcessors() + " processors",
                rounds + " rounds",
                ioThreads + " I/O thread(s)" + (tls ? ", TLS" : ""),
                "flags "
                        + String.join(
                                " ",
                                settings().java().subList(1, settings().java().size())));
    }

    /** As the file {@code release} of the JDK says. */
    private String version() {
        Properties release = new Properties();
        try (InputStream in = Files.newInputStream(java.resolve("release"))) {
            release.load(in);
        } catch (IOException e) {
            return "of " + java;
        }
        return release.getProperty("JAVA_VERSION", "of " + java).replace("\"", "");
    }

    /** Fails early when the figures could not be added to their file. */
    void check() throws IOException {
        if (json.isPresent()) {
            Results.check(json.get());
        }
    }

    /** Writes the files of the results. */
    void write(Results results) throws IOException {
        results.write(json, html);
    }
}
