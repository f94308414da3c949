package io.mychat.gateway.redis.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.redis.client.Command;
import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.testing.RealTime;
import io.mychat.gateway.redis.testing.RedisCluster;
import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.redis.testing.RedisServers;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.event.HealthIndicator.Status;
import io.mychat.gateway.spi.event.Metric;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;

class TopicBusTest {

    private static final BusSettings QUICK =
            new BusSettings(Duration.ofMillis(150), Duration.ofMillis(600), Duration.ofMillis(200));

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final AtomicInteger losses = new AtomicInteger();

    @Test
    void aSubscriptionThatBreaksIsMadeAnewAndTellsThatHintsMayBeLost() {
        try (RedisProcess server = RedisProcess.start();
                Redis redis = Redis.of(RedisServers.of(server), new RealTime());
                TopicBus bus = listening(redis)) {
            int before = losses.get();
            server.restartEmpty();

            Awaitility.await().until(() -> losses.get() > before);
            hears(bus, "after the restart");

            int again = losses.get();
            try (Jedis jedis = server.connect()) {
                jedis.clientKill(new ClientKillParams().type(ClientType.PUBSUB));
            }
            Awaitility.await().until(() -> losses.get() > again);
            hears(bus, "after the cut");
        }
    }

    @Test
    void aSubscriptionThatHearsNothingIsMadeAnew() {
        try (RedisProcess server = RedisProcess.start();
                Redis redis = Redis.of(RedisServers.of(server).withDeadline(Duration.ofMillis(300)), new RealTime());
                TopicBus bus = listening(redis)) {
            server.pause();
            Awaitility.await().until(() -> bus.status() == Status.DEGRADED);
            server.resume();

            Awaitility.await().until(() -> bus.status() == Status.HEALTHY);
            hears(bus, "awake");
        }
    }

    @Test
    void howAChannelIsReachedIsAskedAtEachNewSubscription() {
        BusSettings noProbes = new BusSettings(Duration.ofMinutes(1), Duration.ofMinutes(3), Duration.ofMillis(200));
        try (RedisCluster cluster = RedisCluster.start();
                Redis redis = Redis.of(RedisServers.of(cluster), new RealTime());
                TopicBus bus = new TopicBus(redis, "me", noProbes)) {
            bus.onHintsLost(losses::incrementAndGet);
            bus.start();
            Awaitility.await().until(() -> losses.get() == 1);
            long before = redis.commandsSent();

            for (RedisProcess server : cluster.nodes()) {
                try (Jedis jedis = server.connect()) {
                    jedis.clientKill(new ClientKillParams().type(ClientType.PUBSUB));
                }
            }

            Awaitility.await().until(() -> losses.get() == 2);
            assertThat(redis.commandsSent()).isGreaterThan(before);
        }
    }

    @Test
    void whatIsNoMessageOfOursIsIgnored() {
        RedisSettings settings = RedisServers.single();
        try (Redis redis = Redis.of(settings, new RealTime());
                TopicBus bus = listening(redis)) {
            String publish = redis.version().isAtLeast(7, 0) ? "SPUBLISH" : "PUBLISH";
            for (String rubbish : List.of("", "x", "\u0001\u0001\u00ff\u00ff", "\u0009\u0001\u0000\u0000")) {
                redis.call(Command.keyless(
                        publish, redis.keys().bus("me"), rubbish.getBytes(StandardCharsets.ISO_8859_1)));
            }
            hears(bus, "real");
            assertThat(heard).containsOnly("me real");
            assertThat(bus.metrics())
                    .filteredOn(metric -> metric.name().equals("redis_bus_unreadable_total"))
                    .extracting(Metric::value)
                    .containsExactly(4.0);
        }
    }

    private TopicBus listening(Redis redis) {
        TopicBus bus = new TopicBus(redis, "me", QUICK);
        bus.onHintsLost(losses::incrementAndGet);
        bus.listen(
                TopicBus.NODES, (from, content) -> heard.add(from + " " + new String(content, StandardCharsets.UTF_8)));
        Awaitility.await().until(bus::isUp);
        return bus;
    }

    private void hears(TopicBus bus, String text) {
        Awaitility.await().until(() -> {
            try {
                bus.send(TopicBus.NODES, "me", text.getBytes(StandardCharsets.UTF_8));
            } catch (StoreUnavailableException e) {
                return false;
            }
            return heard.contains("me " + text);
        });
    }
}
