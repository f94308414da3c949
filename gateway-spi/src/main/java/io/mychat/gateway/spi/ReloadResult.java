package io.mychat.gateway.spi;

import io.mychat.gateway.spi.auth.AccountChange;
import java.util.List;
import java.util.Map;

/**
 * What a running module made of a newer configuration of its own, see {@link ModuleProvider.Module#adopt}. The lists name
 * keys by their JSON paths ({@code $.auth.users_file}).
 *
 * @param changed keys whose text may be the same, but not what stands behind it: a file with other content
 * @param restartNeeded keys that count only after a restart, beyond those that the module's schema says so of
 * @param accounts what has become of accounts that the module's {@link io.mychat.gateway.spi.auth.UserDirectory} knew, by user
 *     id; the directory says already how they are now
 */
public record ReloadResult(List<String> changed, List<String> restartNeeded, Map<String, AccountChange> accounts) {

    private static final ReloadResult NOTHING = new ReloadResult(List.of(), List.of());

    public ReloadResult {
        changed = List.copyOf(changed);
        restartNeeded = List.copyOf(restartNeeded);
        accounts = Map.copyOf(accounts);
    }

    /** Where no account has changed. */
    public ReloadResult(List<String> changed, List<String> restartNeeded) {
        this(changed, restartNeeded, Map.of());
    }

    /** Nothing to say beyond what the keys themselves do. */
    public static ReloadResult nothing() {
        return NOTHING;
    }
}
