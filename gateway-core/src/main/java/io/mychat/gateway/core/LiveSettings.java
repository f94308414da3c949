package io.mychat.gateway.core;

import io.mychat.gateway.core.auth.RefreshLifetimes;
import io.mychat.gateway.core.config.ConfigSnapshot;
import io.mychat.gateway.core.config.GatewayConfig;
import io.mychat.gateway.core.config.MessagesConfig;
import io.mychat.gateway.core.connection.TimeoutSettings;
import io.mychat.gateway.core.event.UndeliveredWatch;
import io.mychat.gateway.core.handshake.HandshakePolicy;
import io.mychat.gateway.core.processor.InboundLimits;
import io.mychat.gateway.core.reload.ConfigManager;
import io.mychat.gateway.core.security.login.LoginLimits;
import io.mychat.gateway.core.security.rate.CommandLimits;
import io.mychat.gateway.core.security.rate.HandshakeRates;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * The settings that components read again and again, because a reload may change them. One class chooses between all of them: a
 * lambda for each would cost a start more than the rest of the component. Immutable.
 */
final class LiveSettings {

    private final ConfigManager configuration;

    LiveSettings(ConfigManager configuration) {
        this.configuration = configuration;
    }

    /** Settings as they are in the configuration in effect. */
    enum Part {
        SNAPSHOT,
        GATEWAY,
        SECURITY,
        TRACE,
        HELD_MESSAGES,
        UNDELIVERED_MESSAGES,
        REFRESH_LIFETIMES,
        TASK_TIMEOUT,
        ROLLOUT,
        PLATFORM_NAMES,
        TIMEOUTS,
        LOGIN_LIMITS,
        INBOUND_LIMITS,
        HANDSHAKE_POLICY,
        HANDSHAKE_RATES,
        COMMAND_LIMITS
    }

    /** Settings that are counts. */
    enum Count {
        FAILED_ATTEMPTS,
        TRACKED_USERS,
        CONNECTIONS_PER_ADDRESS,
        CONNECTIONS_PER_USER,
        UNAUTHENTICATED,
        UNAUTHENTICATED_PER_ADDRESS,
        OUTBOUND_BYTES
    }

    /** @param <T> the type of the part, which the caller knows */
    <T> Supplier<T> part(Part part) {
        return new Value<>(part);
    }

    /** As {@link #part}, computed once for each configuration. */
    <T> Supplier<T> derived(Part part) {
        return new ConfigDerived<>(configuration, new Value<>(part));
    }

    IntSupplier count(Count count) {
        return new CountValue(count);
    }

    private static Object read(Part part, ConfigSnapshot now) {
        GatewayConfig gateway = now.gateway();
        return switch (part) {
            case SNAPSHOT -> now;
            case GATEWAY -> gateway;
            case SECURITY -> gateway.security();
            case TRACE -> gateway.trace();
            case HELD_MESSAGES -> gateway.messages().held();
            case UNDELIVERED_MESSAGES -> undelivered(gateway.messages().undelivered());
            case REFRESH_LIFETIMES ->
                new RefreshLifetimes(
                        gateway.auth().refreshExpire(), gateway.auth().refreshFamilyMax());
            case TASK_TIMEOUT -> gateway.processing().taskTimeout();
            case ROLLOUT -> gateway.server().rollout();
            case PLATFORM_NAMES -> now.platforms().platforms().keySet();
            case TIMEOUTS -> TimeoutSettings.of(gateway);
            case LOGIN_LIMITS -> LoginLimits.of(gateway);
            case INBOUND_LIMITS -> InboundLimits.of(gateway);
            case HANDSHAKE_POLICY -> HandshakePolicy.of(now);
            case HANDSHAKE_RATES -> HandshakeRates.Limits.of(gateway);
            case COMMAND_LIMITS -> new CommandLimits(gateway.security().users().limitsByCommand());
        };
    }

    private static UndeliveredWatch.Limits undelivered(MessagesConfig.UndeliveredLimits limits) {
        return new UndeliveredWatch.Limits(limits.undeliveredAfter(), limits.maxUndeliveredChecks());
    }

    private static int read(Count count, GatewayConfig gateway) {
        return switch (count) {
            case FAILED_ATTEMPTS -> gateway.auth().maxFailedAttempts();
            case TRACKED_USERS -> gateway.security().users().maxTrackedUsers();
            case CONNECTIONS_PER_ADDRESS -> gateway.security().maxConnectionsPerIp();
            case CONNECTIONS_PER_USER -> gateway.security().maxConnectionsPerUser();
            case UNAUTHENTICATED -> gateway.server().maxUnauthenticated();
            case UNAUTHENTICATED_PER_ADDRESS -> gateway.security().maxUnauthenticatedPerIp();
            case OUTBOUND_BYTES -> gateway.processing().maxOutboundBytes();
        };
    }

    private final class Value<T> implements Supplier<T>, Function<ConfigSnapshot, T> {

        private final Part part;

        Value(Part part) {
            this.part = part;
        }

        @Override
        public T get() {
            return apply(configuration.current());
        }

        @Override
        @SuppressWarnings("unchecked")
        public T apply(ConfigSnapshot now) {
            return (T) read(part, now);
        }
    }

    private final class CountValue implements IntSupplier {

        private final Count count;

        CountValue(Count count) {
            this.count = count;
        }

        @Override
        public int getAsInt() {
            return read(count, configuration.current().gateway());
        }
    }
}
