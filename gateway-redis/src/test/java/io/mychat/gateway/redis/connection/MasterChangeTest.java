package io.mychat.gateway.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.redis.bus.BusNode;
import io.mychat.gateway.redis.chat.notification.InboxNotifications;
import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.settings.LiveLogins;
import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.subscription.SubscriptionSettings;
import io.mychat.gateway.redis.testing.FakeSentinel;
import io.mychat.gateway.redis.testing.RealTime;
import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.event.HealthIndicator.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** Another server becomes the master behind sentinels, while the old one lives on. */
class MasterChangeTest {

    /** So long that nothing is made anew because it hears nothing. */
    private static final SubscriptionSettings PATIENT =
            new SubscriptionSettings(Duration.ofMinutes(1), Duration.ofMinutes(3), Duration.ofSeconds(5));

    private final RedisProcess old = RedisProcess.start();
    private final RedisProcess next = RedisProcess.start();
    private final FakeSentinel sentinel = new FakeSentinel(old.port());
    private final Redis redis = Redis.of(sentinel.settings("p:"), new RealTime());
    private final String key = redis.keys().userSeq("a");

    @AfterEach
    void close() {
        redis.close();
        sentinel.close();
        next.close();
        old.close();
    }

    @Test
    void theSubscriptionsFollowTheCallsAtOnce() throws IOException {
        AtomicInteger subscriptions = new AtomicInteger();
        try (InboxNotifications line = InboxNotifications.start(redis, "n1", PATIENT, counting(subscriptions));
                BusNode bus = BusNode.hearing(redis, "n1", PATIENT)) {
            assertThat(line.health().component()).isEqualTo("redis_hints");
            Awaitility.await().until(() -> subscriptions.get() == 1);
            assertThat(clients(old, "sub=1") + clients(old, "ssub=1")).isEqualTo(2);

            sentinel.switchTo(next.port());

            Awaitility.await().until(() -> subscriptions.get() == 2 && bus.losses() == 2);
            assertThat(clients(next, "sub=1") + clients(next, "ssub=1")).isEqualTo(2);
        }
    }

    private static InboxNotifications.Receiver counting(AtomicInteger subscriptions) {
        return new InboxNotifications.Receiver() {
            @Override
            public void onNotification(String text) {}

            @Override
            public void onSubscribed() {
                subscriptions.incrementAndGet();
            }
        };
    }

    @Test
    void aChangeBeforeTheFirstLookIsTold() throws IOException {
        AtomicInteger changes = new AtomicInteger();
        RedisSettings settings = sentinel.settings("p:");
        try (JedisConnections connections = new JedisConnections(settings, new LiveLogins(settings.access()))) {
            connections.connectionTo(key).close();
            sentinel.switchTo(next.port());
            Awaitility.await().until(() -> connections.master().orElseThrow().getPort() == next.port());

            try (MasterWatch watch = new MasterWatch(connections, true)) {
                watch.onChange(changes::incrementAndGet);
                Awaitility.await().until(() -> changes.get() == 1);
            }
        }
    }

    @Test
    void aReplicaMakesTheGatewayAskForTheMaster() {
        AtomicInteger changes = new AtomicInteger();
        redis.onMasterChange(changes::incrementAndGet);
        redis.call(RedisCommand.write("SET", key, "1"));
        become(old, next);

        assertThatThrownBy(() -> redis.call(RedisCommand.write("SET", key, "2")))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("READONLY");
        sentinel.nameMaster(next.port());

        Awaitility.await().ignoreExceptions().until(() -> "OK".equals(redis.call(RedisCommand.write("SET", key, "3"))));
        try (Jedis jedis = next.connect()) {
            assertThat(jedis.get(key)).isEqualTo("3");
        }
        Awaitility.await().until(() -> changes.get() == 1);
    }

    @Test
    void whatReadsGoesOnWhileNobodyKnowsAnotherMaster() {
        redis.call(RedisCommand.write("SET", key, "1"));
        Awaitility.await().until(() -> metric("redis_circuits_open") == 0);
        become(old, next);

        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> redis.call(RedisCommand.write("SET", key, "2")))
                    .hasMessageContaining("READONLY");
            Object read = redis.call(RedisCommand.read("EXISTS", key));
            assertThat(read).isInstanceOf(Long.class);
        }

        assertThat(metric("redis_refused_total")).isZero();
        assertThat(redis.status()).isEqualTo(Status.DEGRADED);
    }

    /** The one is a replica of the other from now on. */
    private static void become(RedisProcess replica, RedisProcess master) {
        try (Jedis jedis = replica.connect()) {
            jedis.replicaof("127.0.0.1", master.port());
        }
    }

    private static long clients(RedisProcess server, String with) {
        try (Jedis jedis = server.connect()) {
            return jedis.clientList()
                    .lines()
                    .filter(line -> line.contains(" " + with + " "))
                    .count();
        }
    }

    private double metric(String name) {
        return redis.metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value();
    }
}
