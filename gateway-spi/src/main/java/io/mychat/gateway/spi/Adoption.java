package io.mychat.gateway.spi;

import java.util.List;

/**
 * What a running module made of a newer configuration of its own, see {@link ModuleProvider.Module#adopt}. Both lists name
 * keys by their JSON paths ({@code $.auth.users_file}).
 *
 * @param changed keys whose text may be the same, but not what stands behind it: a file with other content
 * @param restartNeeded keys that count only after a restart, beyond those that the module's schema says so of
 */
public record Adoption(List<String> changed, List<String> restartNeeded) {

    private static final Adoption NOTHING = new Adoption(List.of(), List.of());

    public Adoption {
        changed = List.copyOf(changed);
        restartNeeded = List.copyOf(restartNeeded);
    }

    /** Nothing to say beyond what the keys themselves do. */
    public static Adoption nothing() {
        return NOTHING;
    }
}
