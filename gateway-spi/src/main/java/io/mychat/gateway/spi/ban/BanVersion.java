package io.mychat.gateway.spi.ban;

import java.util.Objects;

/**
 * The state of a {@link BanStore}. Each change has the next number and a new token.
 *
 * @param number 0: nothing was ever changed, or everything was lost
 * @param token distinguishes two states with the same number, of which one was lost
 * @since 0.1.0
 */
public record BanVersion(long number, String token) {

    /** The version of a store that has never been changed. */
    public static final BanVersion NONE = new BanVersion(0, "");

    public BanVersion {
        Objects.requireNonNull(token, "token");
    }

    /** Whether a store at this version has lost changes that {@code known} contains. */
    public boolean hasLost(BanVersion known) {
        return number <= known.number && !equals(known);
    }
}
