package io.mychat.gateway.redis.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.redis.bus.BusNode;
import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.client.RedisCommand;
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
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;

class ProbedSubscriptionTest {

    private static final SubscriptionSettings QUICK =
            new SubscriptionSettings(Duration.ofMillis(150), Duration.ofMillis(600), Duration.ofMillis(200));

    @Test
    void aBrokenSubscriptionIsMadeAnewAndSaysThatMessagesMayBeLost() {
        try (RedisProcess server = RedisProcess.start();
                Redis redis = Redis.of(RedisServers.of(server), new RealTime());
                BusNode bus = BusNode.hearing(redis, "me", QUICK)) {
            int before = bus.losses();
            server.restartEmpty();

            Awaitility.await().until(() -> bus.losses() > before);
            hears(bus, "after the restart");

            int again = bus.losses();
            try (Jedis jedis = server.connect()) {
                jedis.clientKill(new ClientKillParams().type(ClientType.PUBSUB));
            }
            Awaitility.await().until(() -> bus.losses() > again);
            hears(bus, "after the cut");
        }
    }

    @Test
    void aSubscriptionThatHearsNothingIsMadeAnew() {
        try (RedisProcess server = RedisProcess.start();
                Redis redis = Redis.of(RedisServers.of(server).withDeadline(Duration.ofMillis(300)), new RealTime());
                BusNode bus = BusNode.hearing(redis, "me", QUICK)) {
            server.pause();
            Awaitility.await().until(() -> bus.status() == Status.DEGRADED);
            server.resume();

            Awaitility.await().until(() -> bus.status() == Status.HEALTHY);
            hears(bus, "awake");
        }
    }

    @Test
    void howAChannelIsReachedIsAskedAtEachNewSubscription() {
        SubscriptionSettings noProbes =
                new SubscriptionSettings(Duration.ofMinutes(1), Duration.ofMinutes(3), Duration.ofMillis(200));
        try (RedisCluster cluster = RedisCluster.start();
                Redis redis = Redis.of(RedisServers.of(cluster), new RealTime());
                BusNode bus = BusNode.hearing(redis, "me", noProbes)) {
            long before = redis.commandsSent();

            for (RedisProcess server : cluster.nodes()) {
                try (Jedis jedis = server.connect()) {
                    jedis.clientKill(new ClientKillParams().type(ClientType.PUBSUB));
                }
            }

            Awaitility.await().until(() -> bus.losses() == 2);
            assertThat(redis.commandsSent()).isGreaterThan(before);
        }
    }

    @Test
    void whatIsNoMessageOfOursIsIgnored() {
        RedisSettings settings = RedisServers.single();
        try (Redis redis = Redis.of(settings, new RealTime());
                BusNode bus = BusNode.hearing(redis, "me", QUICK)) {
            String publish = redis.version().isAtLeast(7, 0) ? "SPUBLISH" : "PUBLISH";
            for (String rubbish : List.of("", "x", "\u0001\u0001\u00ff\u00ff", "\u0009\u0001\u0000\u0000")) {
                redis.call(RedisCommand.keyless(
                        publish, redis.keys().bus("me"), rubbish.getBytes(StandardCharsets.ISO_8859_1)));
            }
            hears(bus, "real");
            assertThat(bus.heard()).containsOnly("me real");
            assertThat(bus.bus().metrics())
                    .filteredOn(metric -> metric.name().equals("redis_bus_unreadable_total"))
                    .extracting(Metric::value)
                    .containsExactly(4.0);
        }
    }

    private static void hears(BusNode bus, String text) {
        Awaitility.await().until(() -> {
            try {
                bus.send("me", text);
            } catch (StoreUnavailableException e) {
                return false;
            }
            return bus.heard().contains("me " + text);
        });
    }
}
