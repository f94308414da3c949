package io.mychat.gateway.bench;

import io.mychat.gateway.bench.driver.Contender;
import io.mychat.gateway.bench.driver.Settings;
import io.mychat.gateway.bench.driver.WarmUp;
import io.mychat.gateway.bench.server.LoginKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What sessions cost that are known and silent: the messages of others, heap and the time of their logins. */
@Command(
        name = "sessions",
        mixinStandardHelpOptions = true,
        description = "Messages from person to person in memory, without sockets, of a gateway before and beside many"
                + " silent sessions: messages per CPU second, allocated bytes and pauses; heap for each session.")
final class SessionsCommand extends Measurement {

    @Option(
            names = "--known",
            defaultValue = "1000000",
            description = "Silent sessions, each of a user of its own (default: ${DEFAULT-VALUE})")
    private int known;

    @Option(
            names = "--outstanding",
            converter = AtLeastOne.class,
            defaultValue = "8",
            description = "Messages of each pair in progress (default: ${DEFAULT-VALUE})")
    private int outstanding;

    @Option(
            names = "--heap",
            defaultValue = "4g",
            description = "The heap of each server, all of it touched at the start, so that no measurement does that"
                    + " (default: ${DEFAULT-VALUE})")
    private String heap = "";

    @Option(
            names = "--warm-up-ms",
            defaultValue = "25000",
            description =
                    "Load at each gateway before the others log in, and again afterwards, at most; less when the JIT compiler has"
                            + " nothing left to do (default: ${DEFAULT-VALUE})")
    private long warmUpMillis;

    @Option(
            names = "--windows",
            defaultValue = "6",
            description = "Measurements of each gateway in a round, in turns (default: ${DEFAULT-VALUE})")
    private int windows;

    @Option(
            names = "--window-ms",
            defaultValue = "3000",
            description = "How long each measurement takes, so that collections are part of it (default:"
                    + " ${DEFAULT-VALUE})")
    private long windowMillis;

    SessionsCommand() {
        super(200);
    }

    @Override
    public Integer call() throws IOException {
        List<Contender> contenders = new ArrayList<>();
        contenders.add(Contender.gateway(LoginKind.TOKEN).withLocalClients());
        options().other().map(Contender::withLocalClients).ifPresent(contenders::add);
        SessionFigures figures = new SessionFigures();
        for (int round = 0; round < options().settings().rounds(); round++) {
            round(contenders, figures);
        }
        String title = connections() / 2 + " pairs with " + outstanding + " messages in progress beside "
                + String.format(Locale.ROOT, "%,d", known) + " silent sessions, heap " + heap;
        figures.print(table(title, SessionFigures.columns()));
        figures.printLogins(table("Each of the silent sessions", SessionFigures.loginColumns()));
        return 0;
    }

    /** New JVMs, which take turns before the silent ones log in at some of them, and again afterwards. */
    private void round(List<Contender> contenders, SessionFigures figures) throws IOException {
        Settings settings = options().settings().with(List.of("-Xms" + heap, "-Xmx" + heap));
        List<SessionStage> stages = new ArrayList<>();
        try {
            for (Contender contender : contenders) {
                for (int silent : new int[] {known, 0}) {
                    stages.add(SessionStage.start(contender, connections() / 2, silent, settings));
                }
            }
            measure(stages, figures);
            for (SessionStage stage : stages) {
                stage.logIn(figures);
            }
            measure(stages, figures);
        } finally {
            for (SessionStage stage : stages) {
                stage.close();
            }
        }
    }

    private void measure(List<SessionStage> stages, SessionFigures figures) throws IOException {
        for (SessionStage stage : stages) {
            warmUp(stage);
        }
        for (boolean acknowledge : new boolean[] {false, true}) {
            for (int window = 0; window < windows; window++) {
                for (SessionStage stage : stages) {
                    stage.talk(figures, outstanding, acknowledge, windowMillis);
                }
            }
        }
    }

    private void warmUp(SessionStage stage) throws IOException {
        long burst = Math.min(windowMillis, warmUpMillis);
        WarmUp.run(List.of(stage.server()), warmUpMillis, () -> stage.burst(outstanding, burst));
    }
}
