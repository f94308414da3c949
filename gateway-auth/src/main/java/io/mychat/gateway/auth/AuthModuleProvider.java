package io.mychat.gateway.auth;

import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.auth.TokenService;
import io.mychat.gateway.spi.config.ConfigSection;
import io.mychat.gateway.spi.config.ModuleSettings;
import io.mychat.gateway.spi.config.SecretFile;
import io.mychat.gateway.spi.config.SettingFiles;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Offers a {@link JwtTokenService}, and with {@code auth.users_file} a {@link PasswordVerifier} and
 * {@link UserAccounts}. Without a users file, the host application brings its own. The keys are described in the
 * module's README.
 *
 * @since 0.1.0
 */
public final class AuthModuleProvider implements ModuleProvider {

    @Override
    public String name() {
        return "gateway-auth";
    }

    @Override
    public Set<String> sections() {
        return Set.of("auth");
    }

    @Override
    public Module configure(ModuleSettings settings) {
        ConfigSection auth = settings.section("auth");
        SettingFiles files = new SettingFiles();
        boolean signs = !settings.isBrought(TokenService.class);
        KeyRingConfig ring = new KeyRingConfig((place, path) -> files.note(place, settings.watched(path)));
        Optional<KeyRing> keys = Optional.empty();
        if (signs) {
            keys = ring.read(auth);
        } else {
            KeyRingConfig.ignore(auth);
        }
        TokenSettings tokens = tokens(auth);
        int threads = auth.integer("password_threads", PasswordVerifier.defaultThreads());
        int queue = auth.integer("password_queue");
        Optional<UserAccounts> users = users(auth, path -> files.note("$.auth.users_file", settings.watched(path)));
        return new AuthModule(
                new AuthModule.Content(signs, keys, tokens, users, files),
                new AuthModule.PoolSize(threads, queue),
                settings.time());
    }

    private static TokenSettings tokens(ConfigSection auth) {
        Duration lifetime = auth.duration("token_expire_seconds");
        return new TokenSettings(
                named(auth, "issuer"),
                named(auth, "audience"),
                lifetime,
                auth.duration("clock_skew_seconds"),
                auth.integer("max_token_bytes"),
                maxLifetime(auth, lifetime));
    }

    private static Optional<Duration> maxLifetime(ConfigSection auth, Duration lifetime) {
        Duration most = auth.duration("max_token_seconds", lifetime);
        if (!auth.has("max_token_seconds")) {
            return Optional.empty();
        }
        if (most.compareTo(lifetime) < 0) {
            auth.fault(
                    "max_token_seconds", "must be at least auth.token_expire_seconds, the lifetime of issued tokens");
            return Optional.empty();
        }
        return Optional.of(most);
    }

    private static Optional<UserAccounts> users(ConfigSection auth, Function<String, Path> files) {
        int maxBytes = auth.integer("users_file_max_bytes");
        try {
            Optional<Path> file = auth.text("users_file").map(files);
            if (file.isEmpty()) {
                return Optional.empty();
            }
            Optional<UserAccounts> users =
                    UsersFile.read(file.get(), maxBytes, fault -> auth.fault("users_file", fault));
            if (users.isPresent() && !users.get().isEmpty() && SecretFile.isOpenToOthers(file.get())) {
                auth.warn("users_file", SecretFile.WARNING);
            }
            return users;
        } catch (InvalidPathException e) {
            auth.fault("users_file", "is not a path");
            return Optional.empty();
        }
    }

    private static Optional<String> named(ConfigSection auth, String key) {
        Optional<String> name = auth.text(key);
        if (name.isPresent() && name.get().isBlank()) {
            auth.fault(key, "must not be empty; leave it out instead");
        }
        return name;
    }
}
