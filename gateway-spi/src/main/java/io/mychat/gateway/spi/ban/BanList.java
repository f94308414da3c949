package io.mychat.gateway.spi.ban;

import java.util.List;
import java.util.Objects;

/**
 * All bans of a {@link BanStore} at one version, in any order. Bans that have ended may be among them.
 *
 * @since 0.1.0
 */
public record BanList(BanVersion version, List<Ban> bans) {

    public BanList {
        Objects.requireNonNull(version, "version");
        bans = List.copyOf(bans);
    }
}
