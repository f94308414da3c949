package io.mychat.gateway.core.connection;

import io.mychat.gateway.core.config.ConfigSnapshot;
import io.mychat.gateway.spi.session.Platform;
import io.mychat.gateway.spi.session.SeatRule;
import io.mychat.gateway.spi.session.UserInfo;
import java.util.Optional;
import java.util.function.Supplier;

/** MultiPlatformAuthManager of specification 3.3: applies the platform strategy to logins. Thread-safe. */
public final class MultiPlatformAuthManager {

    private static final SeatRule ONE_SEAT = new SeatRule(1, Platform.WhenFull.KICK_OLDEST, 0);

    private final Supplier<ConfigSnapshot> configuration;

    /**
     * @param configuration supplies the current configuration at each login, so that a reload takes effect
     */
    public MultiPlatformAuthManager(Supplier<ConfigSnapshot> configuration) {
        this.configuration = configuration;
    }

    /** The rules for logins on the platform; empty when the strategy has no such platform. */
    public Optional<LoginTerms> terms(String name) {
        ConfigSnapshot now = configuration.get();
        int maxSessionsPerUser = now.gateway().security().maxConnectionsPerUser();
        return now.platforms()
                .platform(name)
                .map(platform -> new LoginTerms(
                        platform,
                        new SeatRule(
                                platform.maxDevices(),
                                platform.whenFull(),
                                maxSessionsPerUser,
                                platform.sessionTimeout())));
    }

    /** Whether the platform still accepts a user with a session; a removed platform accepts all of them. */
    public boolean mayStay(UserInfo user, String platform) {
        return platform(platform).map(known -> admits(known, user)).orElse(true);
    }

    /** Whether the user has a role that the platform requires. */
    static boolean admits(Platform platform, UserInfo user) {
        return platform.requiredRoles().isEmpty()
                || platform.requiredRoles().stream().anyMatch(user.roles()::contains);
    }

    /** Whether all commands on the platform are treated as sensitive; true for a removed platform. */
    public boolean isStrict(String platform) {
        Platform known = configuration.get().platforms().platforms().get(platform);
        return known == null || known.strict();
    }

    /**
     * The seat rule of a platform. A platform that was removed from the strategy has one seat, and the newest login gets it.
     */
    SeatRule seatRule(String platform) {
        return terms(platform).map(LoginTerms::seats).orElse(ONE_SEAT);
    }

    private Optional<Platform> platform(String name) {
        return configuration.get().platforms().platform(name);
    }
}
