package io.mychat.gateway.bench;

import io.mychat.gateway.bench.ClusterFigures.Cost;
import io.mychat.gateway.bench.driver.Cluster;
import io.mychat.gateway.bench.driver.Contender;
import io.mychat.gateway.bench.driver.CrowdProgram;
import io.mychat.gateway.bench.driver.Load;
import io.mychat.gateway.bench.driver.RedisServer;
import io.mychat.gateway.bench.driver.Server;
import io.mychat.gateway.bench.driver.Settings;
import io.mychat.gateway.bench.driver.WarmUp;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The setup of a cluster measurement: one gateway in memory, or two on one Redis, with the same load. Not thread-safe.
 */
final class ClusterStage implements AutoCloseable {

    private static final String MESSAGE = "message";

    private final String name;
    private final boolean isEcho;
    private final Optional<RedisServer> redis;
    private final Size size;
    private final List<Server> servers = new ArrayList<>();
    private final Deque<Load> loads = new ArrayDeque<>();
    /** The CPU time of the gateways when they were last idle, in seconds. */
    private double restedAt;

    /** The number of clients that log in, and the number of pairs that exchange messages. */
    record Size(int clients, int pairs) {

        /** The number of prepared logins. */
        int logins() {
            return Math.max(clients, 2 * pairs);
        }
    }

    private ClusterStage(String name, boolean isEcho, Optional<RedisServer> redis, Size size) {
        this.name = name;
        this.isEcho = isEcho;
        this.redis = redis;
        this.size = size;
    }

    static ClusterStage alone(Contender contender, Size size, Settings settings) throws IOException {
        ClusterStage stage = new ClusterStage(contender.name() + " in memory", false, Optional.empty(), size);
        stage.servers.add(Server.start(contender, size.logins(), settings));
        return stage;
    }

    static ClusterStage onRedis(Contender contender, RedisServer redis, Size size, Settings settings)
            throws IOException {
        Contender member = contender.in(Cluster.on(redis));
        ClusterStage stage = new ClusterStage(member.name(), false, Optional.of(redis), size);
        try {
            stage.servers.add(Server.start(member, size.logins(), settings));
            stage.servers.add(Server.start(member, size.logins(), settings));
            return stage;
        } catch (IOException | RuntimeException e) {
            stage.close();
            throw e;
        }
    }

    /** The baseline for messages: only the calls to Redis, without a gateway and logins. */
    static ClusterStage echo(RedisServer redis, Size size, Settings settings) throws IOException {
        ClusterStage stage = new ClusterStage("no gateway", true, Optional.of(redis), size);
        stage.servers.add(Server.startEcho(Cluster.on(redis), size.pairs(), settings));
        return stage;
    }

    /** A piece of measured work that returns the number of operations. */
    private interface Work {
        long run() throws IOException;
    }

    /** A measurement of messages, which takes turns with others. */
    interface Turns {
        void warmUp(long atMostMillis, long burstMillis) throws IOException;

        void run(ClusterFigures figures, long millis) throws IOException;
    }

    /** The measurement of logins. All clients are disconnected before and after each run. */
    final class Logins {

        private final Load first;
        private final Load again;
        private final Load elsewhere;

        Logins(CrowdProgram crowd) throws IOException {
            first = started(Load.startCrowd(crowd, servers.get(0), size.clients()));
            again = started(Load.startCrowd(crowd, servers.get(0), size.clients()));
            elsewhere = started(Load.startCrowd(crowd, last(), size.clients()));
        }

        void warmUp(long atMostMillis) throws IOException {
            WarmUp.run(servers, atMostMillis, () -> run(new ClusterFigures()));
        }

        /** All clients log in, log in again on the same devices, and log in again at the other gateway. */
        void run(ClusterFigures figures) throws IOException {
            rest();
            measure(figures, "free seats", () -> first.join().count());
            measure(figures, "take-over", () -> again.join().count());
            first.leave(0);
            rest();
            if (servers.size() > 1) {
                measure(
                        figures,
                        "take-over from the other gateway",
                        () -> elsewhere.join().count());
            }
            again.leave(0);
            elsewhere.leave(0);
            rest();
        }
    }

    /**
     * Pairs that exchange messages. They connect before each turn and leave after it, because users take part in
     * several.
     */
    private final class Talks implements Turns {

        private final String what;
        private final Load pairs;

        Talks(String what, Server from, Server to) throws IOException {
            this.what = what;
            this.pairs = started(Load.start(from, to, 2 * size.pairs()));
        }

        @Override
        public void warmUp(long atMostMillis, long burstMillis) throws IOException {
            pairs.join();
            WarmUp.run(servers, atMostMillis, () -> pairs.talk(burstMillis, true));
            leave();
        }

        @Override
        public void run(ClusterFigures figures, long millis) throws IOException {
            pairs.join();
            rest();
            measure(figures, what, () -> pairs.talk(millis, true));
            leave();
        }

        private void leave() throws IOException {
            pairs.leave(0);
            rest();
        }
    }

    /** The messages of the baseline. */
    private final class Echoes implements Turns {

        @Override
        public void warmUp(long atMostMillis, long burstMillis) throws IOException {
            WarmUp.run(servers, atMostMillis, () -> last().talk(burstMillis));
        }

        @Override
        public void run(ClusterFigures figures, long millis) throws IOException {
            rest();
            measure(figures, MESSAGE + ", only its calls to Redis", () -> last().talk(millis));
        }
    }

    /** Messages within one gateway and, with two gateways, from one to the other. */
    List<Turns> messages() throws IOException {
        if (isEcho) {
            return List.of(new Echoes());
        }
        Server first = servers.get(0);
        Turns near = new Talks(MESSAGE, first, first);
        return servers.size() == 1
                ? List.of(near)
                : List.of(near, new Talks(MESSAGE + " from one gateway to the other", first, last()));
    }

    /** Ends all clients. */
    void endClients() {
        while (!loads.isEmpty()) {
            loads.pop().close();
        }
    }

    private Load started(Load load) {
        loads.push(load);
        return load;
    }

    private Server last() {
        return servers.get(servers.size() - 1);
    }

    /** Measures the CPU time of work, from idle to idle. */
    private void measure(ClusterFigures figures, String what, Work work) throws IOException {
        double redisBefore = redisSeconds();
        double before = restedAt;
        long count = work.run();
        rest();
        figures.add(name, what, count, new Cost(restedAt - before, redisSeconds() - redisBefore));
    }

    private double redisSeconds() {
        return redis.map(RedisServer::cpuSeconds).orElse(0.0);
    }

    /** Waits until the gateways are idle. */
    private void rest() throws IOException {
        restedAt = Server.awaitIdle(servers) / 1e9;
    }

    @Override
    public void close() throws IOException {
        endClients();
        for (Server server : servers) {
            server.close();
        }
    }
}
