package io.mychat.gateway.redis.ban;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.testing.FakeServer;
import io.mychat.gateway.redis.testing.RealTime;
import io.mychat.gateway.redis.testing.RedisServers;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.ban.Ban;
import io.mychat.gateway.spi.ban.BanStore;
import io.mychat.gateway.spi.ban.BanTarget;
import io.mychat.gateway.spi.ban.BanTerms;
import io.mychat.gateway.spi.ban.BanVersion;
import io.mychat.gateway.testkit.ban.BanStoreContract;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedisBanStoreTest extends BanStoreContract {

    private final RedisSettings settings = RedisServers.single();
    private final Redis redis = Redis.of(settings, new RealTime());
    private Instant now = Instant.ofEpochMilli(1_700_000_000_000L);

    @AfterEach
    void close() {
        redis.close();
    }

    @Override
    protected BanStore newStore() {
        return new RedisBanStore(redis, () -> Long.toString(now.toEpochMilli()));
    }

    @Override
    protected Instant now() {
        return now;
    }

    @Override
    protected void elapse(Duration duration) {
        now = now.plus(duration);
    }

    @Test
    void byTheClockOfTheServerBansEndToo() {
        BanStore store = new RedisBanStore(redis);
        Instant past = Instant.now().minusSeconds(60);
        BanTerms ended = new BanTerms("x", "y", past, Optional.of(past.plusSeconds(1)), false);
        assertThat(store.add(new Ban("b-1", new BanTarget.User("u"), "", ended), 1))
                .isTrue();

        assertThat(store.add(new Ban("b-2", new BanTarget.User("u"), "", ended), 1))
                .isTrue();
    }

    @Test
    void aServerThatSaysNothingCostsADeadlineAndThenNothing() {
        Duration deadline = Duration.ofMillis(200);
        try (FakeServer silent = FakeServer.silent();
                Redis away = Redis.of(
                        RedisSettings.single("127.0.0.1", silent.port()).withDeadline(deadline), new RealTime())) {
            BanStore store = new RedisBanStore(away);
            await().untilAsserted(() -> {
                assertThatThrownBy(() -> store.changedSince(BanVersion.NONE))
                        .isInstanceOf(StoreUnavailableException.class);
                assertThat(away.isUp()).isFalse();
            });
            Ban ban = new Ban("b-1", new BanTarget.User("u"), "", new BanTerms("x", "y", now, Optional.empty(), false));

            for (ThrowingCallable call : List.<ThrowingCallable>of(
                    () -> store.changedSince(BanVersion.NONE),
                    () -> store.add(ban, 1),
                    () -> store.remove("b-1"),
                    () -> store.restore(List.of(ban)))) {
                assertThatThrownBy(call)
                        .as("the open circuit refuses it at once")
                        .isInstanceOf(StoreUnavailableException.class)
                        .hasMessage("Redis is not reachable");
            }
        }
    }

    @Test
    void anUnreadableBanHidesNoOther() {
        BanStore store = newStore();
        BanTerms terms = new BanTerms("x", "y", now, Optional.empty(), false);
        Ban ban = new Ban("b-1", new BanTarget.User("u"), "", terms);
        assertThat(store.add(ban, 1)).isTrue();
        String key = settings.servers().keyPrefix() + "bans:manual:{bans}";
        for (String rubbish : new String[] {"", "no JSON", "{\"v\":1}", "{\"v\":1,\"id\":\"{}\",\"user_id\":\"u\"}"}) {
            Object unused = redis.call(RedisCommand.write("HSET", key, "rubbish-" + rubbish.length(), rubbish));
        }

        assertThat(store.changedSince(BanVersion.NONE).orElseThrow().bans()).containsExactly(ban);
    }

    @Test
    void aVersionThatIsNoNumberIsALoss() {
        BanStore store = newStore();
        BanTerms terms = new BanTerms("x", "y", now, Optional.empty(), false);
        assertThat(store.add(new Ban("b-1", new BanTarget.User("u"), "", terms), 1))
                .isTrue();
        BanVersion known = store.changedSince(BanVersion.NONE).orElseThrow().version();
        String key = settings.servers().keyPrefix() + "bans:version:{bans}";
        Object unused = redis.call(RedisCommand.write("HSET", key, "number", "1e300"));

        assertThat(store.changedSince(known).orElseThrow().version().hasLost(known))
                .isTrue();
    }
}
