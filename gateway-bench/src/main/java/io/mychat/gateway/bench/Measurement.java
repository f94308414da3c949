package io.mychat.gateway.bench;

import io.mychat.gateway.bench.driver.Contender;
import io.mychat.gateway.bench.report.Results;
import io.mychat.gateway.bench.server.LoginKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The common parts of all benchmarks: options and the output of figures. */
abstract class Measurement implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final CommonOptions options = new CommonOptions();

    @Option(names = "--connections", description = "Clients, all logged in (default: ${DEFAULT-VALUE})")
    private int connections;

    private final Results results = new Results();

    /** @param connections the default */
    Measurement(int connections) {
        this.connections = connections;
    }

    final CommonOptions options() {
        return options;
    }

    final int connections() {
        return connections;
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** The gateway of this build and those of {@code --nio}, {@code --against} and {@code --boringssl}; the caller adds further servers. */
    final List<Contender> gateways() {
        List<Contender> gateways = new ArrayList<>();
        gateways.add(Contender.gateway(LoginKind.TOKEN));
        options.otherTransport().ifPresent(gateways::add);
        options.other().ifPresent(gateways::add);
        gateways.addAll(options.otherLibraries());
        return gateways;
    }

    /** The transports of the gateway alone, where {@code --nio} asks for them. */
    final List<Contender> transports() {
        return options.otherTransport().isPresent() ? Contender.transports() : List.of();
    }

    /** Starts a table below a heading that states where and when its figures were measured. */
    final Table table(String title, String... columns) {
        PrintWriter out = out();
        List<String> circumstances = options.circumstances();
        out.printf("%n## %s%n%n%s.%n%n", title, String.join(", ", circumstances));
        return new Table(out, results.table(title, circumstances, List.of(columns)), columns);
    }

    /** Writes the files that the options ask for. */
    final void finish() throws IOException {
        options.write(results);
    }
}
