package io.mychat.gateway.spi.ban;

import java.time.Instant;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A ban.
 *
 * @param id 1 to 64 of {@code A-Z a-z 0-9 -}; ids that are created later are greater
 * @param username the name with which the banned user logs in; empty: unknown, or no user is banned
 * @since 0.1.0
 */
public record Ban(String id, BanTarget target, String username, BanTerms terms) {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,64}");

    public Ban {
        if (!isValidId(id)) {
            throw new IllegalArgumentException("the id of a ban must be 1 to 64 of A-Z a-z 0-9 -");
        }
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(username, "username");
        Objects.requireNonNull(terms, "terms");
    }

    /** Whether {@code text} is 1 to 64 of {@code A-Z a-z 0-9 -}. */
    public static boolean isValidId(String text) {
        return ID.matcher(text).matches();
    }

    /** Whether the ban is in effect at this time. */
    public boolean isInEffect(Instant now) {
        return terms.isInEffect(now);
    }
}
