package io.mychat.gateway.core.config.reading;

import io.mychat.gateway.core.config.AcceptLimits;
import io.mychat.gateway.core.config.AuthConfig;
import io.mychat.gateway.core.config.EventStreamConfig;
import io.mychat.gateway.core.config.MessagesConfig;
import io.mychat.gateway.core.config.PluginsConfig;
import io.mychat.gateway.core.config.ProcessingConfig;
import io.mychat.gateway.core.config.RolloutConfig;
import io.mychat.gateway.core.config.RouteConfig;
import io.mychat.gateway.core.config.ServerConfig;
import io.mychat.gateway.core.config.TraceConfig;
import io.mychat.gateway.core.config.security.AnomalyConfig;
import io.mychat.gateway.core.config.security.AnomalyThreshold;
import io.mychat.gateway.core.config.security.AuditAnchorConfig;
import io.mychat.gateway.core.config.security.AuditConfig;
import io.mychat.gateway.core.config.security.AutomaticBanConfig;
import io.mychat.gateway.core.config.security.FailedLoginLimits;
import io.mychat.gateway.core.config.security.SecurityConfig;
import io.mychat.gateway.core.config.security.UserLimits;
import io.mychat.gateway.spi.backend.BreakerOptions;
import io.mychat.gateway.spi.backend.CallLimits;
import io.mychat.gateway.spi.backend.HealthCheckOptions;
import io.mychat.gateway.spi.backend.RetryOptions;
import io.mychat.gateway.spi.backend.ServicePolicy;
import org.jspecify.annotations.Nullable;

/**
 * Calls the canonical constructors of the records that each start reads. Reflection could do that, too, and does it for the records of
 * plug-ins: from JDK 18 on it makes method handles for each constructor, and the classes behind them take a sixth of a start.
 */
final class RecordMaker {

    private RecordMaker() {}

    /** The values of the components, in their order; the caller's type is that of the component. */
    private static final class Values {

        private final Object[] all;
        private int used;

        Values(Object[] all) {
            this.all = all;
        }

        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the reader made it for the component
        <T> T next() {
            return (T) all[used++];
        }
    }

    /** @return null: not one of these records */
    static @Nullable Record make(Class<?> type, Object[] all) {
        Values values = new Values(all);
        Record made = make(type, values);
        if (made != null && values.used < all.length) {
            throw new IllegalStateException(
                    type + " has another constructor, and got " + values.used + " values of " + all.length);
        }
        return made;
    }

    private static @Nullable Record make(Class<?> type, Values values) {
        if (type == ServerConfig.class) {
            return new ServerConfig(
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next());
        }
        if (type == AcceptLimits.class) {
            return new AcceptLimits(
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next());
        }
        if (type == RolloutConfig.class) {
            return new RolloutConfig(values.next(), values.next(), values.next(), values.next());
        }
        if (type == EventStreamConfig.class) {
            return new EventStreamConfig(
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next());
        }
        if (type == AuthConfig.class) {
            return new AuthConfig(
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next());
        }
        if (type == UserLimits.class) {
            return new UserLimits(
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next());
        }
        if (type == FailedLoginLimits.class) {
            return new FailedLoginLimits(values.next(), values.next(), values.next(), values.next());
        }
        if (type == SecurityConfig.class) {
            return new SecurityConfig(
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next());
        }
        if (type == SecurityConfig.HandshakeLimits.class) {
            return new SecurityConfig.HandshakeLimits(values.next(), values.next(), values.next());
        }
        if (type == SecurityConfig.BanLimits.class) {
            return new SecurityConfig.BanLimits(values.next(), values.next());
        }
        if (type == AutomaticBanConfig.class) {
            return new AutomaticBanConfig(
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next());
        }
        if (type == AnomalyConfig.class) {
            return new AnomalyConfig(
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next());
        }
        if (type == AnomalyThreshold.class) {
            return new AnomalyThreshold(values.next(), values.next());
        }
        if (type == ProcessingConfig.class) {
            return new ProcessingConfig(
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next());
        }
        if (type == ProcessingConfig.StoreRetryLimits.class) {
            return new ProcessingConfig.StoreRetryLimits(values.next(), values.next(), values.next());
        }
        if (type == ProcessingConfig.HostCallLimits.class) {
            return new ProcessingConfig.HostCallLimits(values.next(), values.next());
        }
        if (type == MessagesConfig.class) {
            return new MessagesConfig(
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next());
        }
        if (type == MessagesConfig.UndeliveredLimits.class) {
            return new MessagesConfig.UndeliveredLimits(values.next(), values.next());
        }
        if (type == MessagesConfig.HeldLimits.class) {
            return new MessagesConfig.HeldLimits(values.next(), values.next(), values.next());
        }
        if (type == TraceConfig.class) {
            return new TraceConfig(values.next(), values.next(), values.next());
        }
        if (type == AuditConfig.class) {
            return new AuditConfig(
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next());
        }
        if (type == AuditAnchorConfig.class) {
            return new AuditAnchorConfig(values.next(), values.next(), values.next());
        }
        if (type == PluginsConfig.class) {
            return new PluginsConfig(values.next(), values.next(), values.next(), values.next(), values.next());
        }
        if (type == PluginsConfig.PluginLimits.class) {
            return new PluginsConfig.PluginLimits(
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next());
        }
        if (type == PluginsConfig.HookTerms.class) {
            return new PluginsConfig.HookTerms(values.next(), values.next(), values.next());
        }
        if (type == RouteConfig.class) {
            return new RouteConfig(
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next(),
                    values.next());
        }
        if (type == RetryOptions.class) {
            return new RetryOptions(values.next(), values.next(), values.next(), values.next());
        }
        if (type == BreakerOptions.class) {
            return new BreakerOptions(values.next(), values.next(), values.next(), values.next(), values.next());
        }
        if (type == HealthCheckOptions.class) {
            return new HealthCheckOptions(values.next(), values.next(), values.next(), values.next(), values.next());
        }
        if (type == AutomaticBanConfig.Lengths.class) {
            return new AutomaticBanConfig.Lengths(values.next(), values.next(), values.next());
        }
        if (type == AutomaticBanConfig.GoodUsers.class) {
            return new AutomaticBanConfig.GoodUsers(values.next(), values.next());
        }
        if (type == AutomaticBanConfig.Bounds.class) {
            return new AutomaticBanConfig.Bounds(values.next(), values.next(), values.next());
        }
        if (type == ServicePolicy.class) {
            return new ServicePolicy(
                    values.next(), values.next(), values.next(), values.next(), values.next(), values.next());
        }
        if (type == CallLimits.class) {
            return new CallLimits(values.next(), values.next(), values.next());
        }
        return null;
    }
}
