package io.mychat.gateway.core.security.rate;

import io.mychat.gateway.core.config.RoleLimits;
import io.mychat.gateway.core.config.SecurityConfig;
import io.mychat.gateway.core.config.UserLimits;
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
 * The limits on messages out of one configuration ({@code security.limits_by_role}). Thread-safe.
 *
 * <p>For each key the largest value among the user's roles applies, where a rate of 0, no limit, is the largest of all. A key
 * that none of the user's roles names is as {@code security} says, also where that is more.
 */
public final class LimitsByRole {

    /** Of so many sets of roles the limits are kept; beyond that they are computed each time. */
    private static final int MOST_KEPT = 1000;

    private final SecurityConfig config;
    private final Limits general;
    private final Map<Set<String>, Limits> kept = new ConcurrentHashMap<>();

    /**
     * The limits of a user with certain roles.
     *
     * @param session of each of the user's sessions
     * @param messages of the user, over all sessions of this node
     * @param bytes as {@code messages}
     */
    record Limits(MessageLimits session, RateLimit messages, RateLimit bytes) {}

    public LimitsByRole(SecurityConfig config) {
        this.config = config;
        this.general = compute(List.of());
    }

    /** The limits of a session; of a connection without one, those of nobody in particular. */
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
