package io.mychat.gateway.bench;

import io.mychat.gateway.bench.driver.Contender;
import io.mychat.gateway.bench.driver.LiveObjects;
import io.mychat.gateway.bench.driver.LocalClients;
import io.mychat.gateway.bench.driver.Server;
import io.mychat.gateway.bench.driver.Settings;
import java.io.IOException;
import java.util.List;

/** A gateway with pairs that talk, and with others that are silent. Not thread-safe. */
final class SessionStage implements AutoCloseable {

    /** What the clients themselves take of the heap. */
    private static final String CLIENT = "io.mychat.gateway.bench.sessions.ClientConnection";

    private final String name;
    private final Server server;
    private final LocalClients clients;
    private final int silent;
    private boolean later;

    private SessionStage(String name, Server server, LocalClients clients, int silent) {
        this.name = name;
        this.server = server;
        this.clients = clients;
        this.silent = silent;
    }

    /** @param silent so many will {@link #logIn}; 0: a control, whose figures should stay as they are */
    static SessionStage start(Contender contender, int pairs, int silent, Settings settings) throws IOException {
        Server server = Server.start(contender, 0, settings);
        try {
            return new SessionStage(
                    contender.name() + (silent == 0 ? ", control" : ""),
                    server,
                    new LocalClients(server, pairs),
                    silent);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    Server server() {
        return server;
    }

    /** The silent ones log in. What is measured from now on is beside them. */
    void logIn(SessionFigures figures) throws IOException {
        later = true;
        if (silent == 0) {
            return;
        }
        LiveObjects before = server.histogram();
        long cpu = Server.awaitIdle(List.of(server));
        long nanos = clients.addSilent(silent);
        double cpuMicros = (Server.awaitIdle(List.of(server)) - cpu) / 1e3;
        LiveObjects after = server.histogram();
        long bytes = after.total() - before.total() - (after.of(CLIENT) - before.of(CLIENT));
        long unused = clients.takeLongestPause();
        figures.addLogins(name, silent, new SessionFigures.Logins(nanos, cpuMicros, bytes));
    }

    void burst(int depth, long millis) throws IOException {
        long unused = clients.talk(depth, millis, true);
        unused = clients.takeLongestPause();
    }

    void talk(SessionFigures figures, int depth, boolean acknowledge, long millis) throws IOException {
        long unused = clients.takeLongestPause();
        long bytes = server.allocatedBytes();
        long cpu = server.cpuNanos();
        double messages = clients.talk(depth, millis, acknowledge);
        double cpuSeconds = (server.cpuNanos() - cpu) / 1e9;
        double kilobytes = (server.allocatedBytes() - bytes) / 1e3;
        figures.add(
                new SessionFigures.Subject(name, acknowledge, later, later ? silent : 0),
                new SessionFigures.Window(
                        messages / cpuSeconds, kilobytes / messages, (double) clients.takeLongestPause()));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
