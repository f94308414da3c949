package io.mychat.gateway.bench;

import io.mychat.gateway.bench.driver.Contender;
import io.mychat.gateway.bench.driver.CrowdProgram;
import io.mychat.gateway.bench.driver.Load;
import io.mychat.gateway.bench.driver.Server;
import io.mychat.gateway.bench.driver.Settings;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A gateway in memory, or a relay, and pairs of clients that stay connected to it. Not thread-safe. */
final class ChatStage implements AutoCloseable {

    private static final int FILL_DEPTH = 16;
    private static final long FILL_MILLIS = 2000;

    private final LoadedServer running;
    private final String name;
    /** Clients who are logged in and say nothing. */
    private @Nullable Load silent;

    private ChatStage(LoadedServer running, String name) {
        this.running = running;
        this.name = name;
    }

    static ChatStage start(Contender contender, int clients, Settings settings) throws IOException {
        return start(new ChatStage(LoadedServer.start(contender, clients, settings), contender.name()));
    }

    /** As {@link #start(Contender, int, Settings)}, with so many other clients who say nothing. */
    static ChatStage startBeside(Contender contender, int talking, int silent, CrowdProgram crowd, Settings settings)
            throws IOException {
        ChatStage stage = start(new ChatStage(
                LoadedServer.startWithLogins(contender, talking, talking + silent, settings),
                contender.name() + ", " + silent + " silent clients beside"));
        try {
            stage.silent = Load.startBeside(crowd, stage.server(), silent, talking);
            return stage;
        } catch (IOException | RuntimeException e) {
            stage.close();
            throw e;
        }
    }

    private static ChatStage start(ChatStage stage) throws IOException {
        try {
            stage.load().join();
            return stage;
        } catch (IOException | RuntimeException e) {
            stage.close();
            throw e;
        }
    }

    Server server() {
        return running.server();
    }

    private Load load() {
        return running.load();
    }

    /** Whether it stores messages, and answers their acknowledgement. */
    boolean stores() {
        return running.contender().stores();
    }

    void burst(int depth, long millis) throws IOException {
        load().talk(depth, millis, stores());
    }

    /** Stores messages until there have been so many. */
    void fill(long messages) throws IOException {
        long left = messages;
        while (left > 0) {
            left -= load().talk(FILL_DEPTH, FILL_MILLIS, false);
        }
    }

    void talk(ChatFigures figures, int depth, boolean acknowledge, long millis) throws IOException {
        long bytes = server().allocatedBytes();
        long cpu = server().cpuNanos();
        long messages = load().talk(depth, millis, acknowledge);
        double cpuSeconds = (server().cpuNanos() - cpu) / 1e9;
        double kilobytes = (server().allocatedBytes() - bytes) / 1e3;
        figures.add(name, depth, acknowledge, messages / cpuSeconds, kilobytes / messages);
    }

    void pace(ChatFigures figures, int perSecond, long millis) throws IOException {
        figures.add(name, load().pace(perSecond, millis, stores()));
    }

    @Override
    public void close() throws IOException {
        if (silent != null) {
            silent.close();
        }
        running.close();
    }
}
