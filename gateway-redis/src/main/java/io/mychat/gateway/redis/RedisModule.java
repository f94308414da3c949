package io.mychat.gateway.redis;

import io.mychat.gateway.redis.auth.RedisLoginFailures;
import io.mychat.gateway.redis.auth.RedisTokenStore;
import io.mychat.gateway.redis.ban.RedisBanStore;
import io.mychat.gateway.redis.bus.RedisNodeBus;
import io.mychat.gateway.redis.chat.RedisMessageArchive;
import io.mychat.gateway.redis.chat.RedisMessageStore;
import io.mychat.gateway.redis.chat.notification.InboxNotifications;
import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.client.ServerVersion;
import io.mychat.gateway.redis.inspection.ServerCheckSettings;
import io.mychat.gateway.redis.login.RedisLoginStore;
import io.mychat.gateway.redis.node.Membership;
import io.mychat.gateway.redis.node.NodeSettings;
import io.mychat.gateway.redis.push.RedisIdempotencyStore;
import io.mychat.gateway.redis.session.RedisSessionStore;
import io.mychat.gateway.redis.session.SessionSettings;
import io.mychat.gateway.redis.settings.MessageSettings;
import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.subscription.SubscriptionSettings;
import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.ModuleServices;
import io.mychat.gateway.spi.ReloadResult;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.auth.LoginFailures;
import io.mychat.gateway.spi.auth.TokenStore;
import io.mychat.gateway.spi.ban.BanStore;
import io.mychat.gateway.spi.chat.MessageArchive;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.config.ClientTls;
import io.mychat.gateway.spi.event.HealthIndicator;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.login.LoginStore;
import io.mychat.gateway.spi.session.IdempotencyStore;
import io.mychat.gateway.spi.session.NodeBus;
import io.mychat.gateway.spi.session.SessionStore;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates and offers the adapters. What is offered first is closed last: connections end after everything that uses
 * them, and a node leaves after its sessions are removed.
 */
final class RedisModule implements ModuleProvider.Module {

    private static final Logger LOG = LoggerFactory.getLogger(RedisModule.class);
    private static final Set<Class<?>> PORTS = Set.of(
            TokenStore.class,
            SessionStore.class,
            MessageStore.class,
            NodeBus.class,
            LoginFailures.class,
            IdempotencyStore.class,
            BanStore.class,
            LoginStore.class);
    private static final int OLDEST_MAJOR = 6;
    private static final int OLDEST_MINOR = 2;

    private final Settings settings;
    private final TimeSource time;
    private @Nullable Redis running;

    RedisModule(Settings settings, TimeSource time) {
        this.settings = settings;
        this.time = time;
    }

    @Override
    public Optional<Set<Class<?>>> ports() {
        return Optional.of(PORTS);
    }

    /**
     * Takes over other files of TLS, then another password or user, for new connections. TLS itself is switched on and
     * off by a restart.
     */
    @Override
    public ReloadResult adopt(ModuleProvider.Module next) {
        Redis redis = running;
        if (redis == null || !(next instanceof RedisModule module)) {
            return ReloadResult.nothing();
        }
        RedisSettings.Access wanted = module.settings.connection().access();
        List<String> changes = adoptTls(wanted);
        boolean isAccepted = redis.adoptLogins(wanted);
        return new ReloadResult(changes, isAccepted ? List.of() : List.of("$.redis.password"));
    }

    private List<String> adoptTls(RedisSettings.Access wanted) {
        Optional<ClientTls> current = settings.connection().access().tls();
        return current.isPresent() && wanted.tls().isPresent()
                ? current.get().adopt(wanted.tls().get())
                : List.of();
    }

    /**
     * @param lease the duration of a node's lease
     * @param accessLifetime the lifetime of access tokens of other issuers; revocations are remembered at least for
     *     this time
     */
    record Settings(
            RedisSettings connection,
            Duration lease,
            SessionSettings sessions,
            MessageSettings messages,
            SubscriptionSettings bus,
            Duration accessLifetime,
            ServerCheckSettings serverCheck) {}

    @Override
    public void create(ModuleServices services) {
        Redis redis = Redis.of(settings.connection(), settings.serverCheck(), time);
        try {
            check(redis);
        } catch (IllegalStateException e) {
            redis.close();
            throw e;
        }
        running = redis;
        redis.inspectServers();
        Membership membership = new Membership(redis, NodeSettings.of(services.nodeId(), settings.lease()));
        membership.start();
        RedisMessageStore messages =
                RedisMessageStore.start(redis, settings.messages(), services.nodeId(), membership::dead);
        RedisSessionStore sessions =
                new RedisSessionStore(redis, membership, settings.sessions(), messages::mayHaveArrived);
        RedisNodeBus bus = new RedisNodeBus(redis, membership, settings.bus(), sessions::compareSoon);
        InboxNotifications notifications = InboxNotifications.start(redis, services.nodeId(), settings.bus(), messages);
        services.offer(HealthIndicator.class, new Part(redis, List.of(redis, membership)));
        services.offer(NodeBus.class, bus);
        RedisTokenStore tokens =
                new RedisTokenStore(redis, () -> longer(settings.accessLifetime(), services.tokenLifetime()));
        services.offer(TokenStore.class, tokens);
        services.offer(LoginFailures.class, new RedisLoginFailures(redis));
        services.offer(IdempotencyStore.class, new RedisIdempotencyStore(redis));
        services.offer(BanStore.class, new RedisBanStore(redis));
        services.offer(MessageStore.class, messages);
        services.offer(SessionStore.class, sessions);
        services.offer(LoginStore.class, new RedisLoginStore(redis, tokens, sessions, messages));
        offerMetrics(services, List.of(redis, membership, bus, sessions, messages, notifications));
        services.offer(HealthIndicator.class, new Part(bus.health(), List.of()));
        services.offer(HealthIndicator.class, new Part(notifications.health(), List.of(notifications)));
    }

    @Override
    public Optional<MessageArchive> openArchive() {
        Redis redis = Redis.of(settings.connection(), time);
        try {
            check(redis);
        } catch (IllegalStateException e) {
            redis.close();
            throw e;
        }
        return Optional.of(RedisMessageArchive.open(redis, settings.messages()));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static void offerMetrics(ModuleServices services, List<MetricSource> sources) {
        services.offer(
                MetricSource.class,
                () -> sources.stream()
                        .flatMap(source -> source.metrics().stream())
                        .toList());
    }

    /** Refuses a server that is too old. */
    private static void check(Redis redis) {
        try {
            ServerVersion version = redis.version();
            if (!version.isAtLeast(OLDEST_MAJOR, OLDEST_MINOR)) {
                throw new IllegalStateException("Redis " + version + " is too old: the gateway needs " + OLDEST_MAJOR
                        + "." + OLDEST_MINOR + " or newer");
            }
        } catch (StoreUnavailableException e) {
            LOG.warn("{}; the gateway starts, and refuses what needs Redis until Redis answers", e.getMessage());
        }
    }

    /** A health indicator that closes what belongs to it. */
    private record Part(HealthIndicator indicator, List<AutoCloseable> closes)
            implements HealthIndicator, AutoCloseable {

        @Override
        public String component() {
            return indicator.component();
        }

        @Override
        public Status status() {
            return indicator.status();
        }

        @Override
        public List<String> warnings() {
            return indicator.warnings();
        }

        @Override
        public void close() throws Exception {
            for (int i = closes.size() - 1; i >= 0; i--) {
                closes.get(i).close();
            }
        }
    }
}
