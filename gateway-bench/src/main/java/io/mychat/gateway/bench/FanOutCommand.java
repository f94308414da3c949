package io.mychat.gateway.bench;

import io.mychat.gateway.bench.driver.Contender;
import io.mychat.gateway.bench.driver.NativeProgram;
import io.mychat.gateway.bench.driver.Samples;
import io.mychat.gateway.bench.driver.Settings;
import io.mychat.gateway.bench.driver.WarmUp;
import io.mychat.gateway.bench.server.LoginKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A message to all devices of one user. */
@Command(
        name = "fanout",
        mixinStandardHelpOptions = true,
        description = "Deliveries per CPU second of messages to a user with many sessions, beside a bare loop in C.")
final class FanOutCommand extends Measurement {

    private static final long LOOK_MILLIS = 600;

    @Option(
            names = "--sessions",
            split = ",",
            defaultValue = "100,1000",
            description = "Sessions of the receiver, at most 1000 (default: ${DEFAULT-VALUE})")
    private int[] sessions = {};

    @Option(
            names = "--outstanding",
            converter = AtLeastOne.class,
            defaultValue = "1",
            description = "Messages in progress (default: ${DEFAULT-VALUE})")
    private int outstanding;

    @Option(
            names = "--warm-up-ms",
            defaultValue = "20000",
            description = "Load before the first measurement, at most (default: ${DEFAULT-VALUE})")
    private long warmUpMillis;

    @Mixin
    private WindowOptions windows = new WindowOptions();

    FanOutCommand() {
        super(0);
    }

    private record Row(int sessions, String server) {}

    private record Sum(Samples perCpuSecond, Samples bytes) {}

    @Override
    public Integer call() throws IOException {
        Map<Row, Sum> sums = new LinkedHashMap<>();
        try (NativeProgram bare = NativeProgram.fanOut()) {
            List<Contender> contenders = new ArrayList<>();
            bare.path().ifPresent(path -> contenders.add(Contender.program("bare loop in C", path)));
            gateways().forEach(gateway -> contenders.add(gateway.with(LoginKind.ONE_USER)));
            contenders.add(Contender.nettyFanOut());
            for (int receivers : sessions) {
                for (int round = 0; round < options().settings().rounds(); round++) {
                    round(contenders, receivers, sums);
                }
            }
        }
        Table table = table(
                "Messages to all sessions of one user, " + outstanding + " in progress",
                "sessions",
                "server",
                "deliveries per CPU second",
                "range",
                "bytes allocated",
                "this to the first: medians",
                "best measurements");
        sums.forEach((row, sum) -> {
            Samples first = sums.entrySet().stream()
                    .filter(each -> each.getKey().sessions() == row.sessions())
                    .findFirst()
                    .orElseThrow()
                    .getValue()
                    .perCpuSecond();
            table.row(
                    row.sessions(),
                    row.server(),
                    sum.perCpuSecond().cells("%,.0f"),
                    number("%,.0f", sum.bytes().median()),
                    number("%.2f", sum.perCpuSecond().median() / first.median()),
                    number("%.2f", sum.perCpuSecond().most() / first.most()));
        });
        return 0;
    }

    private void round(List<Contender> contenders, int receivers, Map<Row, Sum> sums) throws IOException {
        Settings settings = options().settings();
        List<LoadedServer> running = new ArrayList<>();
        try {
            for (Contender contender : contenders) {
                LoadedServer started = LoadedServer.start(contender, receivers + 1, settings);
                running.add(started);
                started.load().join();
                if (contender.isProgram()) {
                    continue;
                }
                WarmUp.run(
                        List.of(started.server()),
                        warmUpMillis,
                        () -> started.load().fanOut(outstanding, Math.min(LOOK_MILLIS, warmUpMillis)));
            }
            for (int window = 0; window < windows.count(); window++) {
                for (LoadedServer each : running) {
                    Row row = new Row(receivers, each.contender().name());
                    measure(each, sums.computeIfAbsent(row, any -> new Sum(new Samples(), new Samples())));
                }
            }
        } finally {
            for (LoadedServer each : running) {
                each.close();
            }
        }
    }

    private void measure(LoadedServer running, Sum sum) throws IOException {
        long bytes = running.server().allocatedBytes();
        long cpu = running.server().cpuNanos();
        double deliveries = running.load().fanOut(outstanding, windows.millis());
        sum.perCpuSecond().add(deliveries * 1e9 / (running.server().cpuNanos() - cpu));
        sum.bytes().add((running.server().allocatedBytes() - bytes) / deliveries);
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
