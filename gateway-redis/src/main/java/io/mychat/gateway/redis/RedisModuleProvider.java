package io.mychat.gateway.redis;

import io.mychat.gateway.redis.auth.RedisTokenStore;
import io.mychat.gateway.redis.chat.MessageSettings;
import io.mychat.gateway.redis.inspection.ServerCheckSettings;
import io.mychat.gateway.redis.session.SessionSettings;
import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.settings.SettingsReader;
import io.mychat.gateway.redis.subscription.SubscriptionSettings;
import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.auth.LoginFailures;
import io.mychat.gateway.spi.auth.TokenStore;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.config.ConfigSection;
import io.mychat.gateway.spi.config.ModuleSettings;
import io.mychat.gateway.spi.session.IdempotencyStore;
import io.mychat.gateway.spi.session.NodeBus;
import io.mychat.gateway.spi.session.SessionStore;
import java.time.Duration;
import java.util.Set;

/**
 * Offers the stores of a cluster when the configuration has a section {@code redis}; the keys are described in the
 * module's README. An unreachable Redis does not prevent the start of the gateway: operations that need it are refused
 * until it answers.
 */
public final class RedisModuleProvider implements ModuleProvider {

    private static final Set<Class<?>> PORTS = Set.of(
            TokenStore.class,
            SessionStore.class,
            MessageStore.class,
            NodeBus.class,
            LoginFailures.class,
            IdempotencyStore.class);
    private static final int DEFAULT_ACCESS_SECONDS = 86_400;
    private static final int MOST_ACCESS_SECONDS = 10 * 366 * 86_400;
    private static final int DEFAULT_LEASE_SECONDS = 12;
    private static final int DEFAULT_REFRESH_SECONDS = 30;

    @Override
    public String name() {
        return "gateway-redis";
    }

    @Override
    public Set<String> sections() {
        return Set.of("redis", "messages");
    }

    @Override
    public Module configure(ModuleSettings settings) {
        ConfigSection redis = settings.section("redis");
        if (!redis.isPresent()) {
            return Module.offering(Set.of(), services -> {});
        }
        RedisSettings connection = new SettingsReader(redis, settings::resolve).read();
        RedisModule.Settings module = new RedisModule.Settings(
                connection,
                seconds(redis, "lease_seconds", DEFAULT_LEASE_SECONDS, 3, 300),
                sessions(redis),
                MessageSettings.read(settings.section("messages"), redis),
                bus(redis),
                seconds(redis, "access_token_seconds", accessSeconds(settings), 1, MOST_ACCESS_SECONDS),
                serverCheck(redis));
        return Module.offering(PORTS, services -> RedisModule.create(services, module, settings.time()));
    }

    private static ServerCheckSettings serverCheck(ConfigSection redis) {
        ServerCheckSettings defaults = ServerCheckSettings.defaults();
        return new ServerCheckSettings(
                seconds(redis, "server_check_seconds", (int) defaults.every().toSeconds(), 0, 86_400),
                millis(redis, "max_clock_difference_ms", defaults.clockDifference()));
    }

    private static SessionSettings sessions(ConfigSection redis) {
        SessionSettings defaults = SessionSettings.defaults();
        return new SessionSettings(
                seconds(redis, "refresh_seconds", DEFAULT_REFRESH_SECONDS, 1, DEFAULT_REFRESH_SECONDS),
                seconds(
                        redis,
                        "ended_session_seconds",
                        (int) defaults.goneKept().toSeconds(),
                        60,
                        86_400),
                number(redis, "batch_users", defaults.batch(), 1, 5_000),
                number(redis, "users_per_second", defaults.pace(), 10, 1_000_000));
    }

    private static SubscriptionSettings bus(ConfigSection redis) {
        SubscriptionSettings defaults = SubscriptionSettings.defaults();
        Duration probe = millis(redis, "bus_probe_ms", defaults.probe());
        Duration silence = millis(redis, "bus_silence_ms", defaults.silence());
        if (!redis.has("bus_silence_ms")) {
            return new SubscriptionSettings(probe, longer(silence, probe.multipliedBy(3)), defaults.longestPause());
        }
        if (silence.compareTo(probe.multipliedBy(2)) < 0) {
            redis.fault(
                    "bus_silence_ms",
                    "must be at least twice bus_probe_ms (" + probe.toMillis()
                            + "), or a subscription is taken for deaf between two probes");
        }
        return new SubscriptionSettings(probe, silence, defaults.longestPause());
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    /** What gateway-auth signs with at the start; later the store asks, see {@link RedisTokenStore#attach}. */
    private static int accessSeconds(ModuleSettings settings) {
        ConfigSection auth = settings.section("auth");
        return auth.has("token_expire_seconds")
                ? number(auth, "token_expire_seconds", DEFAULT_ACCESS_SECONDS, 1, MOST_ACCESS_SECONDS)
                : DEFAULT_ACCESS_SECONDS;
    }

    private static Duration seconds(ConfigSection section, String key, int defaultValue, int min, int max) {
        return Duration.ofSeconds(number(section, key, defaultValue, min, max));
    }

    private static Duration millis(ConfigSection section, String key, Duration defaultValue) {
        return Duration.ofMillis(section.number(key, defaultValue.toMillis(), 100, 60_000));
    }

    private static int number(ConfigSection section, String key, int defaultValue, int min, int max) {
        return Math.toIntExact(section.number(key, defaultValue, min, max));
    }
}
