package io.mychat.gateway.redis;

import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.client.RedisSettings;
import io.mychat.gateway.redis.client.ServerVersion;
import io.mychat.gateway.redis.client.SettingsReader;
import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.ModuleServices;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.config.ConfigSection;
import io.mychat.gateway.spi.config.ModuleSettings;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the stores of a cluster, where the configuration has a section {@code redis}; its keys are in the module's
 * README. A Redis that is not reachable at the start does not keep the gateway from starting: what needs it is refused
 * until it answers.
 */
public final class RedisModuleProvider implements ModuleProvider {

    private static final Logger LOG = LoggerFactory.getLogger(RedisModuleProvider.class);

    @Override
    public String name() {
        return "gateway-redis";
    }

    @Override
    public Set<String> sections() {
        return Set.of("redis");
    }

    @Override
    public Module configure(ModuleSettings settings) {
        ConfigSection section = settings.section("redis");
        if (!section.isPresent()) {
            return services -> {};
        }
        RedisSettings redis = new SettingsReader(section, settings::resolve).read();
        return services -> create(services, Redis.of(redis, settings.time()));
    }

    private static void create(ModuleServices services, Redis redis) {
        check(redis);
        services.offer(new Door(redis));
    }

    /** Refuses a server that is too old. */
    private static void check(Redis redis) {
        try {
            ServerVersion version = redis.version();
            if (!version.isAtLeast(6, 2)) {
                throw new IllegalStateException("Redis " + version + " is too old; the gateway needs 6.2 or newer");
            }
        } catch (StoreUnavailableException e) {
            LOG.warn("Redis cannot be used yet: {}; the gateway starts, and refuses what needs it", e.getMessage());
        }
    }

    /** Closed last, because offers are closed in reverse: so the stores can say goodbye. */
    private record Door(Redis redis) implements io.mychat.gateway.spi.event.HealthIndicator, AutoCloseable {

        @Override
        public String component() {
            return redis.component();
        }

        @Override
        public Status status() {
            return redis.status();
        }

        @Override
        public void close() {
            redis.close();
        }
    }
}
