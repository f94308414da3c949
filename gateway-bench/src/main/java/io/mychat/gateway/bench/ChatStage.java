package io.mychat.gateway.bench;

import io.mychat.gateway.bench.driver.Contender;
import io.mychat.gateway.bench.driver.Load;
import io.mychat.gateway.bench.driver.Server;
import io.mychat.gateway.bench.driver.Settings;
import java.io.IOException;

/** A gateway in memory, or a relay, and pairs of clients that stay connected to it. Not thread-safe. */
final class ChatStage implements AutoCloseable {

    private static final int FILL_DEPTH = 16;
    private static final long FILL_MILLIS = 2000;

    private final Server server;
    private final Load load;
    private final Contender contender;

    private ChatStage(Contender contender, Server server, Load load) {
        this.contender = contender;
        this.server = server;
        this.load = load;
    }

    static ChatStage start(Contender contender, int clients, Settings settings) throws IOException {
        Server server = Server.start(contender, clients, settings);
        Load load;
        try {
            load = Load.start(server, clients);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        ChatStage stage = new ChatStage(contender, server, load);
        try {
            load.join();
            return stage;
        } catch (IOException | RuntimeException e) {
            stage.close();
            throw e;
        }
    }

    Server server() {
        return server;
    }

    /** Whether it stores messages, and answers their acknowledgement. */
    boolean stores() {
        return contender.stores();
    }

    void burst(int depth, long millis) throws IOException {
        load.talk(depth, millis, stores());
    }

    /** Stores messages until there have been so many. */
    void fill(long messages) throws IOException {
        long left = messages;
        while (left > 0) {
            left -= load.talk(FILL_DEPTH, FILL_MILLIS, false);
        }
    }

    void talk(ChatFigures figures, int depth, boolean acknowledge, long millis) throws IOException {
        long bytes = server.allocatedBytes();
        long cpu = server.cpuNanos();
        long messages = load.talk(depth, millis, acknowledge);
        double cpuSeconds = (server.cpuNanos() - cpu) / 1e9;
        double kilobytes = (server.allocatedBytes() - bytes) / 1e3;
        figures.add(contender.name(), depth, acknowledge, messages / cpuSeconds, kilobytes / messages);
    }

    void pace(ChatFigures figures, int perSecond, long millis) throws IOException {
        figures.add(contender.name(), load.pace(perSecond, millis, stores()));
    }

    @Override
    public void close() throws IOException {
        load.close();
        server.close();
    }
}
