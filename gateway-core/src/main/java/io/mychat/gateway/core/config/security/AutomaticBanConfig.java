package io.mychat.gateway.core.config.security;

import io.mychat.gateway.core.config.AddressRange;
import java.time.Duration;
import java.util.List;

/**
 * Section {@code security.automatic_bans}. Each component is the key of the same name, described in docs/configuration.md.
 *
 * @param brokenFrames more connections than this that end with 1002, 1007 or 1008 ban their address
 * @param badCredentials wrong passwords
 * @param badTokens forged access and refresh tokens
 * @param badApiKeys unknown API keys
 * @since 0.1.0
 */
public record AutomaticBanConfig(
        boolean enabled,
        AnomalyThreshold brokenFrames,
        AnomalyThreshold badCredentials,
        AnomalyThreshold badTokens,
        AnomalyThreshold badApiKeys,
        Lengths lengths,
        GoodUsers goodUsers,
        List<AddressRange> exemptAddresses,
        Bounds bounds) {

    public AutomaticBanConfig {
        exemptAddresses = List.copyOf(exemptAddresses);
    }

    /**
     * How long bans last.
     *
     * @param first the first ban of an address
     * @param max the longest; each ban of an address is twice as long as its previous one
     * @param remember the time after the end of a ban in which it counts as the previous one
     */
    public record Lengths(Duration first, Duration max, Duration remember) {}

    /**
     * How users who log in well raise the thresholds of their address.
     *
     * @param maxGoodUsers the most users of an address that count; each adds the threshold once
     * @param goodLogin the time for which a login counts
     */
    public record GoodUsers(int maxGoodUsers, Duration goodLogin) {}

    /**
     * What bounds the memory and the store.
     *
     * @param maxTracked addresses that are remembered, for each kind
     * @param maxPerMinute bans that this gateway adds in a minute
     * @param maxBans automatic bans in effect, of all gateways
     */
    public record Bounds(int maxTracked, int maxPerMinute, int maxBans) {}
}
