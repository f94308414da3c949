package io.mychat.gateway.bench;

import io.mychat.gateway.bench.driver.Contender;
import io.mychat.gateway.bench.driver.Delays;
import io.mychat.gateway.bench.driver.Load;
import io.mychat.gateway.bench.driver.Server;
import io.mychat.gateway.bench.driver.Settings;
import io.mychat.gateway.bench.driver.WarmUp;
import java.io.IOException;
import java.util.List;

/** A server, and clients that come all at once. Not thread-safe. */
final class StormStage implements AutoCloseable {

    private static final long TALK_MILLIS = 20;

    private final LoadedServer running;
    private final Server server;
    private final Load load;
    private final boolean tls;
    private final String name;
    private final String login;
    private final String comeBack;

    private StormStage(LoadedServer running, Settings settings) {
        Contender contender = running.contender();
        this.tls = settings.tls().isPresent();
        this.running = running;
        this.server = running.server();
        this.load = running.load();
        this.name = contender.name() + (tls ? ", TLS" : "");
        this.login = contender.stores() ? "login" : "upgrade";
        this.comeBack = contender.stores()
                ? "login with resume, one message missed" + (tls ? ", TLS resumed" : "")
                : tls ? "upgrade, TLS resumed" : "upgrade again";
    }

    static StormStage start(Contender contender, int clients, Settings settings) throws IOException {
        StormStage stage = new StormStage(LoadedServer.start(contender, clients, settings), settings);
        Load load = stage.load;
        try {
            if (contender.stores()) {
                load.join();
                long unused = load.talk(TALK_MILLIS, true); // so that there is something to miss
                load.leave(0);
            }
            load.join();
            load.leave(0);
            return stage;
        } catch (IOException | RuntimeException e) {
            stage.close();
            throw e;
        }
    }

    void warmUp(long atMostMillis) throws IOException {
        WarmUp.run(List.of(server), atMostMillis, () -> {
            Delays unused = storm();
            unused = load.leave(0);
            unused = comeBackStorm();
            unused = load.leave(0);
        });
    }

    void run(StormFigures figures) throws IOException {
        measure(figures, login, this::storm);
        measure(figures, comeBack, this::comeBackStorm);
    }

    /** Each with a whole TLS handshake. */
    private Delays storm() throws IOException {
        handshakes(false);
        return load.storm();
    }

    /** Each with the TLS session that it had. */
    private Delays comeBackStorm() throws IOException {
        handshakes(true);
        return load.comeBack();
    }

    private void handshakes(boolean resume) throws IOException {
        if (tls) {
            Load.Handshakes unused = load.resume(resume);
        }
    }

    private interface Storm {
        Delays run() throws IOException;
    }

    private void measure(StormFigures figures, String what, Storm storm) throws IOException {
        long cpu = server.awaitIdle(Long.MAX_VALUE);
        long bytes = server.allocatedBytes();
        Delays delays = storm.run();
        double seconds = (server.awaitIdle(Long.MAX_VALUE) - cpu) / 1e9;
        double allocated = server.allocatedBytes() - bytes;
        figures.add(name, what, delays, seconds, allocated);
        load.leave(0);
    }

    @Override
    public void close() throws IOException {
        running.close();
    }
}
