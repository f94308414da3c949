package io.mychat.gateway.redis;

import io.mychat.gateway.redis.inspection.ServerCheckSettings;
import io.mychat.gateway.redis.session.SessionSettings;
import io.mychat.gateway.redis.settings.MessageSettings;
import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.settings.SettingsReader;
import io.mychat.gateway.redis.subscription.SubscriptionSettings;
import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.config.ConfigSection;
import io.mychat.gateway.spi.config.ModuleSettings;
import java.time.Duration;
import java.util.Set;

/**
 * Offers the stores of a cluster when the configuration has a section {@code redis}; the keys are described in the
 * module's README. An unreachable Redis does not prevent the start of the gateway: operations that need it are refused
 * until it answers.
 *
 * @since 0.1.0
 */
public final class RedisModuleProvider implements ModuleProvider {

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
        RedisSettings connection = new SettingsReader(redis, settings::watched).read();
        RedisModule.Settings module = new RedisModule.Settings(
                connection,
                redis.duration("lease_seconds"),
                sessions(redis),
                MessageSettings.read(settings.section("messages"), redis),
                bus(redis),
                redis.has("access_token_seconds") ? redis.duration("access_token_seconds") : Duration.ZERO,
                serverCheck(redis));
        return new RedisModule(module, settings.time());
    }

    private static ServerCheckSettings serverCheck(ConfigSection redis) {
        return new ServerCheckSettings(
                redis.duration("server_check_seconds"), redis.duration("max_clock_difference_ms"));
    }

    private static SessionSettings sessions(ConfigSection redis) {
        return new SessionSettings(
                redis.duration("refresh_seconds"),
                redis.duration("renewal_seconds"),
                redis.duration("ended_session_seconds"),
                redis.integer("batch_users"),
                redis.integer("users_per_second"));
    }

    private static SubscriptionSettings bus(ConfigSection redis) {
        Duration longestPause = SubscriptionSettings.defaults().longestPause();
        Duration probe = redis.duration("bus_probe_ms");
        Duration silence = redis.duration("bus_silence_ms");
        if (!redis.has("bus_silence_ms")) {
            return new SubscriptionSettings(probe, longer(silence, probe.multipliedBy(3)), longestPause);
        }
        if (silence.compareTo(probe.multipliedBy(2)) < 0) {
            redis.fault(
                    "bus_silence_ms",
                    "must be at least twice bus_probe_ms (" + probe.toMillis()
                            + "), or a subscription is taken for deaf between two probes");
        }
        return new SubscriptionSettings(probe, silence, longestPause);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
