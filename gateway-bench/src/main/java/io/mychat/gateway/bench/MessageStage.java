package io.mychat.gateway.bench;

import io.mychat.gateway.bench.MessageCosts.Cost;
import io.mychat.gateway.bench.driver.Cluster;
import io.mychat.gateway.bench.driver.CommandStats;
import io.mychat.gateway.bench.driver.Contender;
import io.mychat.gateway.bench.driver.Load;
import io.mychat.gateway.bench.driver.RedisServer;
import io.mychat.gateway.bench.driver.Server;
import io.mychat.gateway.bench.driver.Settings;
import io.mychat.gateway.bench.driver.WarmUp;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Two gateways on one Redis, and pairs of clients that are connected to them: both at one, or the receivers at the
 * other. Pairs connect before each measurement and leave after it, because users take part in several. Not thread-safe.
 */
final class MessageStage implements AutoCloseable {

    private final String name;
    private final RedisServer redis;
    private final List<Server> gateways = new ArrayList<>();
    private final Map<Way, Load> loads = new EnumMap<>(Way.class);

    /** Where the two of a pair are connected. */
    enum Way {
        ONE_GATEWAY("one gateway"),
        TWO_GATEWAYS("two gateways");

        private final String text;

        Way(String text) {
            this.text = text;
        }
    }

    private MessageStage(String name, RedisServer redis) {
        this.name = name;
        this.redis = redis;
    }

    static MessageStage start(Contender contender, RedisServer redis, int pairs, Settings settings) throws IOException {
        Contender member = contender.in(Cluster.on(redis));
        MessageStage stage = new MessageStage(contender.name(), redis);
        try {
            stage.gateways.add(Server.start(member, 2 * pairs, settings));
            stage.gateways.add(Server.start(member, 2 * pairs, settings));
            Server first = stage.gateways.get(0);
            Server second = stage.gateways.get(1);
            stage.loads.put(Way.ONE_GATEWAY, Load.start(first, first, 2 * pairs));
            stage.loads.put(Way.TWO_GATEWAYS, Load.start(first, second, 2 * pairs));
            return stage;
        } catch (IOException | RuntimeException e) {
            stage.close();
            throw e;
        }
    }

    void warmUp(int[] depths, long atMostMillis, long burstMillis) throws IOException {
        for (Load load : loads.values()) {
            load.join();
            WarmUp.run(gateways, atMostMillis / loads.size(), () -> {
                for (int depth : depths) {
                    load.talk(depth, burstMillis, true);
                }
            });
            leave(load);
        }
    }

    /** @param depth so many messages of each pair are in progress */
    void run(MessageCosts costs, Way way, int depth, boolean acknowledge, long millis) throws IOException {
        Load load = Objects.requireNonNull(loads.get(way));
        load.join();
        long cpu = Server.awaitIdle(gateways);
        long bytes = allocated();
        long roundTrips = roundTrips();
        CommandStats before = redis.commandStats();

        long messages = load.talk(depth, millis, acknowledge);

        long cpuAfter = Server.awaitIdle(gateways);
        Cost cost = new Cost(
                redis.commandStats().since(before),
                roundTrips() - roundTrips,
                allocated() - bytes,
                (cpuAfter - cpu) / 1e3);
        String what =
                way.text + (depth == 1 ? "" : ", " + depth + " of each pair") + (acknowledge ? ", acknowledged" : "");
        costs.add(name, what, messages, cost);
        leave(load);
    }

    void pace(ChatFigures delays, Way way, int perSecond, long millis) throws IOException {
        Load load = Objects.requireNonNull(loads.get(way));
        load.join();
        delays.add(name + ", " + way.text, load.pace(perSecond, millis, true));
        leave(load);
    }

    private void leave(Load load) throws IOException {
        load.leave(0);
        long unused = Server.awaitIdle(gateways);
    }

    private long roundTrips() throws IOException {
        long all = 0;
        for (Server gateway : gateways) {
            all += gateway.roundTrips();
        }
        return all;
    }

    private long allocated() throws IOException {
        long all = 0;
        for (Server gateway : gateways) {
            all += gateway.allocatedBytes();
        }
        return all;
    }

    @Override
    public void close() throws IOException {
        loads.values().forEach(Load::close);
        for (Server gateway : gateways) {
            gateway.close();
        }
    }
}
