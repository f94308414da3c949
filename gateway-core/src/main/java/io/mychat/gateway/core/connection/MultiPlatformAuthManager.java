package io.mychat.gateway.core.connection;

import io.mychat.gateway.core.config.PlatformStrategy;
import io.mychat.gateway.spi.session.Platform;
import io.mychat.gateway.spi.session.SeatRule;
import io.mychat.gateway.spi.session.UserInfo;
import java.util.Optional;
import java.util.function.Supplier;

/** Applies the platform strategy (specification 3.3): who may log in where, and for which seats. Thread-safe. */
public final class MultiPlatformAuthManager {

    private final Supplier<PlatformStrategy> strategy;
    private final int maxSessionsPerUser;

    /**
     * @param strategy the strategy at this moment; asked at each login, so that a reload takes effect
     * @param maxSessionsPerUser over all platforms; 0: no limit
     */
    public MultiPlatformAuthManager(Supplier<PlatformStrategy> strategy, int maxSessionsPerUser) {
        this.strategy = strategy;
        this.maxSessionsPerUser = maxSessionsPerUser;
    }

    public Optional<Platform> platform(String name) {
        return strategy.get().platform(name);
    }

    /** Whether the user has a role that the platform asks for. */
    public boolean mayLogIn(UserInfo user, Platform platform) {
        return platform.requiredRoles().isEmpty()
                || platform.requiredRoles().stream().anyMatch(user.roles()::contains);
    }

    /** Whether every command counts as sensitive on the platform; yes for one that is no longer in the strategy. */
    public boolean isStrict(String platform) {
        return platform(platform).map(Platform::strict).orElse(true);
    }

    /** The rule of a platform's name; one seat that goes to the newest where the strategy has no such platform any more. */
    SeatRule seatRule(String platform) {
        return platform(platform)
                .map(this::seatRule)
                .orElseGet(() -> new SeatRule(1, Platform.WhenFull.KICK_OLDEST, maxSessionsPerUser));
    }

    SeatRule seatRule(Platform platform) {
        return new SeatRule(platform.maxDevices(), platform.whenFull(), maxSessionsPerUser, platform.sessionTimeout());
    }
}
