package io.mychat.gateway.bench;

import io.mychat.gateway.bench.MessageCosts.Cost;
import io.mychat.gateway.bench.driver.Cluster;
import io.mychat.gateway.bench.driver.CommandStats;
import io.mychat.gateway.bench.driver.Contender;
import io.mychat.gateway.bench.driver.CrowdProgram;
import io.mychat.gateway.bench.driver.Delays;
import io.mychat.gateway.bench.driver.Load;
import io.mychat.gateway.bench.driver.RedisServer;
import io.mychat.gateway.bench.driver.Server;
import io.mychat.gateway.bench.driver.Settings;
import io.mychat.gateway.bench.driver.WarmUp;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A gateway in memory or on Redis, and clients that log in and leave. Not thread-safe. */
final class LoginStage implements AutoCloseable {

    private final String name;
    private final Optional<RedisServer> redis;
    private final Server gateway;
    private final Load first;
    private final Load again;

    private LoginStage(String name, Optional<RedisServer> redis, Server gateway, CrowdProgram crowd, int clients)
            throws IOException {
        this.name = name;
        this.redis = redis;
        this.gateway = gateway;
        this.first = Load.startCrowd(crowd, gateway, clients);
        this.again = Load.startCrowd(crowd, gateway, clients);
    }

    /** @param redis empty: the gateway keeps everything in memory */
    static LoginStage start(
            Contender contender, Optional<RedisServer> redis, CrowdProgram crowd, int clients, Settings settings)
            throws IOException {
        Contender member = redis.isPresent() ? contender.in(Cluster.on(redis.get())) : contender;
        Server gateway = Server.start(member, clients, settings);
        try {
            return new LoginStage(
                    contender.name() + (redis.isPresent() ? " on Redis" : " in memory"),
                    redis,
                    gateway,
                    crowd,
                    clients);
        } catch (IOException | RuntimeException e) {
            gateway.close();
            throw e;
        }
    }

    /** Logins without a pause, until the compilers rest. */
    void warmUp(long atMostMillis) throws IOException {
        WarmUp.run(List.of(gateway), atMostMillis, () -> {
            Delays unused = first.join();
            unused = again.join();
            leave();
        });
    }

    /** All clients log in, and others log in on the same devices; then all leave. */
    void run(MessageCosts costs) throws IOException {
        measure(costs, "free seat", first);
        measure(costs, "take-over", again);
        leave();
        long unused = Server.awaitIdle(List.of(gateway));
    }

    private void leave() throws IOException {
        Delays unused = first.leave(0);
        unused = again.leave(0);
    }

    private void measure(MessageCosts costs, String way, Load load) throws IOException {
        long cpu = Server.awaitIdle(List.of(gateway));
        long bytes = gateway.allocatedBytes();
        long roundTrips = roundTrips();
        CommandStats before = commands();

        long logins = load.join().count();

        long cpuAfter = Server.awaitIdle(List.of(gateway));
        Cost cost = new Cost(
                commands().since(before),
                roundTrips() - roundTrips,
                gateway.allocatedBytes() - bytes,
                (cpuAfter - cpu) / 1e3);
        costs.add(name, way, logins, cost);
    }

    private long roundTrips() throws IOException {
        return redis.isPresent() ? gateway.roundTrips() : 0;
    }

    private CommandStats commands() {
        return redis.map(RedisServer::commandStats).orElseGet(() -> new CommandStats(Map.of(), 0));
    }

    @Override
    public void close() throws IOException {
        first.close();
        again.close();
        gateway.close();
    }
}
