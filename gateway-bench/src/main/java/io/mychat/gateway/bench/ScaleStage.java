package io.mychat.gateway.bench;

import io.mychat.gateway.bench.driver.Cluster;
import io.mychat.gateway.bench.driver.CommandStats;
import io.mychat.gateway.bench.driver.Contender;
import io.mychat.gateway.bench.driver.MixedClients;
import io.mychat.gateway.bench.driver.MixedClients.Counts;
import io.mychat.gateway.bench.driver.MixedClients.Rates;
import io.mychat.gateway.bench.driver.RedisServer;
import io.mychat.gateway.bench.driver.Server;
import io.mychat.gateway.bench.driver.Settings;
import io.mychat.gateway.bench.driver.WarmUp;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Three gateways on one Redis, and their clients. Not thread-safe. */
final class ScaleStage implements AutoCloseable {

    static final int GATEWAYS = 3;

    private static final double NANOS = 1e9;
    private static final long MOST_AT_ONCE_MILLIS = 60_000;

    private final RedisServer redis;
    private final List<Server> gateways = new ArrayList<>();
    private final List<MixedClients> clients = new ArrayList<>(1);

    private ScaleStage(RedisServer redis) {
        this.redis = redis;
    }

    /** What has happened, what it has cost, and how long it took until all gateways were at rest again. */
    record Measured(Counts counts, ScaleCost cost, double seconds) {

        Measured plus(Measured other) {
            return new Measured(counts.plus(other.counts), cost.plus(other.cost), seconds + other.seconds);
        }
    }

    static ScaleStage start(Contender contender, RedisServer redis, int sessions, int visitors, Settings settings)
            throws IOException {
        Contender member = contender.in(Cluster.on(redis));
        ScaleStage stage = new ScaleStage(redis);
        try {
            for (int i = 0; i < GATEWAYS; i++) {
                stage.gateways.add(Server.start(member, sessions + visitors, settings));
            }
            stage.clients.add(MixedClients.start(stage.gateways, sessions));
            return stage;
        } catch (IOException | RuntimeException e) {
            stage.close();
            throw e;
        }
    }

    /** All clients connect. Returns the bytes of memory that Redis takes for each. */
    double join(int sessions) throws IOException {
        long before = redis.memoryBytes();
        clients.get(0).join();
        long unused = Server.awaitIdle(gateways);
        return (double) (redis.memoryBytes() - before) / sessions;
    }

    /** All clients leave. */
    void leave() throws IOException {
        clients.get(0).leave();
        long unused = Server.awaitIdle(gateways);
    }

    void warmUp(Rates rates, long atMostMillis) throws IOException {
        WarmUp.run(gateways, atMostMillis, () -> clients.get(0).run(rates, 1000));
    }

    /** Nobody does anything for so long. */
    Measured rest(long millis) throws IOException {
        Rates nothing = new Rates(1, 0, 0, "ANY", 0);
        Measured all = run(nothing, Math.min(millis, MOST_AT_ONCE_MILLIS));
        for (long left = millis - MOST_AT_ONCE_MILLIS; left > 0; left -= MOST_AT_ONCE_MILLIS) {
            all = all.plus(run(nothing, Math.min(left, MOST_AT_ONCE_MILLIS)));
        }
        return all;
    }

    Measured run(Rates rates, long millis) throws IOException {
        double cpu = Server.awaitIdle(gateways);
        long start = System.nanoTime();
        ScaleCost before = redisSoFar();
        // Innermost, because the questions above have long answers.
        long bytes = redis.networkBytes();

        Counts counts = clients.get(0).run(rates, millis);

        double cpuAfter = Server.awaitIdle(gateways);
        double seconds = (System.nanoTime() - start) / NANOS;
        double redisBytes = redis.networkBytes() - bytes;
        ScaleCost onRedis = redisSoFar().minus(before);
        return new Measured(
                counts, onRedis.plus(new ScaleCost((cpuAfter - cpu) / 1e3, 0, 0, redisBytes, counts.bytes())), seconds);
    }

    private ScaleCost redisSoFar() {
        CommandStats stats = redis.commandStats();
        double commands = stats.scripts().calls() + stats.others().calls();
        return new ScaleCost(0, stats.cpuMicros(), commands, 0, 0);
    }

    @Override
    public void close() throws IOException {
        clients.forEach(MixedClients::close);
        for (Server gateway : gateways) {
            gateway.close();
        }
    }
}
