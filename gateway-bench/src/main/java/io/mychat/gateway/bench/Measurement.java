package io.mychat.gateway.bench;

import io.mychat.gateway.bench.driver.Contender;
import io.mychat.gateway.bench.server.LoginKind;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all benchmarks have in common: their options, and how they show figures. */
abstract class Measurement implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final CommonOptions options = new CommonOptions();

    @Option(names = "--connections", description = "Clients, all logged in (default: ${DEFAULT-VALUE})")
    private int connections;

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

    /** This build's gateway, and that of {@code --against}; to be added to. */
    final List<Contender> gateways() {
        List<Contender> gateways = new ArrayList<>();
        gateways.add(Contender.gateway(LoginKind.TOKEN));
        options.other().ifPresent(gateways::add);
        return gateways;
    }

    /** Begins a table below a heading that says where and when its figures were taken. */
    final Table table(String title, String... columns) {
        options.heading(out(), title);
        return new Table(out(), columns);
    }
}
