package io.mychat.gateway.spi;

import io.mychat.gateway.spi.auth.AccountChange;
import java.util.List;
import java.util.Map;

/**
 * The result of a reload in a running module, see {@link ModuleProvider.Module#adopt}. The lists name keys by their
 * JSON paths, such as {@code $.auth.users_file}.
 *
 * @param changed keys whose meaning has changed although their text may be the same: a file has other content
 * @param restartNeeded keys that take effect only after a restart, in addition to those that the module's schema marks
 *     so
 * @param accounts the changes of accounts of the module's {@link io.mychat.gateway.spi.auth.UserDirectory}, by user id.
 *     The directory already answers with the new accounts
 * @since 0.1.0
 */
public record ReloadResult(List<String> changed, List<String> restartNeeded, Map<String, AccountChange> accounts) {

    private static final ReloadResult NOTHING = new ReloadResult(List.of(), List.of());

    public ReloadResult {
        changed = List.copyOf(changed);
        restartNeeded = List.copyOf(restartNeeded);
        accounts = Map.copyOf(accounts);
    }

    /** A result without changed accounts. */
    public ReloadResult(List<String> changed, List<String> restartNeeded) {
        this(changed, restartNeeded, Map.of());
    }

    /** A result that adds nothing to the changed keys themselves. */
    public static ReloadResult nothing() {
        return NOTHING;
    }
}
