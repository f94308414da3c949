package io.mychat.gateway.auth;

import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.ModuleServices;
import io.mychat.gateway.spi.ReloadResult;
import io.mychat.gateway.spi.auth.AccountChange;
import io.mychat.gateway.spi.auth.CredentialVerifier;
import io.mychat.gateway.spi.auth.TokenService;
import io.mychat.gateway.spi.auth.UserDirectory;
import io.mychat.gateway.spi.config.SettingFiles;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.time.TimeSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The content of section {@code auth} and, after {@code create}, the adapters made from it. Created and changed by one
 * thread at a time.
 */
final class AuthModule implements ModuleProvider.Module {

    private static final Logger log = LoggerFactory.getLogger(AuthModule.class);

    private final PoolSize pool;
    private final TimeSource time;
    private Content content;
    private @Nullable JwtTokenService tokens;
    private @Nullable ReloadableUserDirectory accounts;

    /** The size of the pool that hashes passwords. */
    record PoolSize(int threads, int queue) {}

    /**
     * The part that a reload can change.
     *
     * @param signs false when the host application signs tokens; there are then no keys
     * @param keys empty without keys, and when the configuration has faults
     * @param users empty when the host application brings its users
     */
    record Content(
            boolean signs,
            Optional<KeyRing> keys,
            TokenSettings settings,
            Optional<UserAccounts> users,
            SettingFiles files) {

        KeyRing ring() {
            return keys.orElseThrow(() -> new IllegalStateException("the configuration has faults"));
        }
    }

    AuthModule(Content content, PoolSize pool, TimeSource time) {
        this.content = content;
        this.pool = pool;
        this.time = time;
    }

    @Override
    public Optional<Set<Class<?>>> ports() {
        Set<Class<?>> ports = new HashSet<>();
        if (content.signs()) {
            ports.add(TokenService.class);
        }
        if (content.users().isPresent()) {
            ports.add(UserDirectory.class);
            ports.add(CredentialVerifier.class);
        }
        return Optional.of(ports);
    }

    @Override
    public void create(ModuleServices services) {
        if (content.signs()) {
            JwtTokenService service = new JwtTokenService(content.ring(), content.settings(), time);
            tokens = service;
            services.offer(TokenService.class, service);
        }
        content.users().ifPresent(users -> {
            ReloadableUserDirectory live = new ReloadableUserDirectory(users);
            accounts = live;
            services.offer(UserDirectory.class, live);
            PasswordVerifier verifier =
                    new PasswordVerifier(live, new PasswordPool(pool.threads(), pool.queue()), PasswordHash::matches);
            services.offer(CredentialVerifier.class, verifier);
            services.offer(MetricSource.class, verifier);
        });
    }

    @Override
    public ReloadResult adopt(ModuleProvider.Module next) {
        Content newer = ((AuthModule) next).content;
        List<String> restartNeeded = new ArrayList<>();
        if (tokens != null) {
            newer.ring().warningAfter(content.ring()).ifPresent(log::warn);
            tokens.replace(newer.ring(), newer.settings());
        }
        Map<String, AccountChange> changes = Map.of();
        if (accounts != null && newer.users().isPresent()) {
            changes = accounts.replace(newer.users().get());
        } else if ((accounts != null) != newer.users().isPresent()) {
            // A reload cannot change whether this module checks passwords.
            restartNeeded.add("$.auth.users_file");
        }
        List<String> changed = newer.files().changedSince(content.files());
        content = newer;
        return new ReloadResult(changed, restartNeeded, changes);
    }
}
