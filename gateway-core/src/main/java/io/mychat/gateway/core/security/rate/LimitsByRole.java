package io.mychat.gateway.core.security.rate;

import io.mychat.gateway.core.config.security.RoleLimits;
import io.mychat.gateway.core.config.security.SecurityConfig;
import io.mychat.gateway.core.config.security.UserLimits;
import io.mychat.gateway.spi.session.Session;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The limits on messages of one configuration ({@code security.limits_by_role}). Thread-safe.
 *
 * <p>For each key, the largest value among the user's roles applies; a rate of 0 (no limit) is the largest of all. A
 * key that none of the user's roles has takes the value of {@code security}, even if that is larger.
 */
public final class LimitsByRole {

    /** The most sets of roles whose limits are kept; those of further sets are computed each time. */
    private static final int MOST_KEPT = 1000;

    private final SecurityConfig config;
    private final Limits general;
    private final Map<Set<String>, Limits> kept = new ConcurrentHashMap<>();

    /**
     * The limits of a user with certain roles.
     *
     * @param session the limits of each session of the user
     * @param messages the rate of messages over all sessions of the user on this node
     * @param bytes the rate of bytes over all these sessions
     */
    record Limits(MessageLimits session, RateLimit messages, RateLimit bytes) {}

    public LimitsByRole(SecurityConfig config) {
        this.config = config;
        this.general = compute(List.of());
    }

    /** The limits of a session; without a session, those of a user without roles. */
    public MessageLimits ofSession(@Nullable Session session) {
        return session == null ? general.session() : of(session.user().roles()).session();
    }

    /** The limits of users with these roles. */
    Limits of(Set<String> roles) {
        Map<String, RoleLimits> byRole = config.users().limitsByRole();
        if (byRole.isEmpty() || roles.isEmpty()) {
            return general;
        }
        Limits known = kept.get(roles);
        if (known != null) {
            return known;
        }
        Limits computed =
                compute(roles.stream().map(byRole::get).filter(Objects::nonNull).toList());
        if (kept.size() < MOST_KEPT) {
            kept.put(roles, computed);
        }
        return computed;
    }

    private Limits compute(List<RoleLimits> roles) {
        UserLimits users = config.users();
        return new Limits(
                MessageLimits.of(
                        config,
                        rate(roles, RoleLimits::messagesPerSecond, config.messagesPerSecond()),
                        largest(roles, RoleLimits::messageBurst, config.messageBurst())),
                new RateLimit(
                        rate(roles, RoleLimits::userMessagesPerSecond, users.userMessagesPerSecond()),
                        largest(roles, RoleLimits::userMessageBurst, users.userMessageBurst())),
                new RateLimit(
                        rate(roles, RoleLimits::userBytesPerSecond, users.userBytesPerSecond()),
                        largest(roles, RoleLimits::userByteBurst, users.userByteBurst())));
    }

    private static long rate(List<RoleLimits> roles, Function<RoleLimits, OptionalLong> key, long general) {
        boolean unlimited = roles.stream().map(key).anyMatch(value -> value.isPresent() && value.getAsLong() == 0);
        return unlimited ? 0 : largest(roles, key, general);
    }

    private static long largest(List<RoleLimits> roles, Function<RoleLimits, OptionalLong> key, long general) {
        return roles.stream().map(key).flatMapToLong(OptionalLong::stream).max().orElse(general);
    }
}
