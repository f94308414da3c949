package io.mychat.gateway.core.ban.automatic;

import io.mychat.gateway.core.config.security.AutomaticBanConfig;
import io.mychat.gateway.core.store.LruMap;
import java.time.Duration;
import java.util.Map;

/**
 * How long the next ban of an address lasts: twice as long as the previous one, up to a limit. Thread-safe: this object's
 * lock guards the map.
 */
final class BanLengths {

    private final Map<String, Previous> byAddress;

    /** @param until the end in nanoseconds */
    private record Previous(Duration length, long until) {}

    /** @param maxTracked the most addresses; the one that was banned first is forgotten */
    BanLengths(int maxTracked) {
        this.byAddress = new LruMap<>(maxTracked, dropped -> {});
    }

    /** The length of a ban that begins now. */
    synchronized Duration next(String address, AutomaticBanConfig.Lengths limits, long now) {
        Previous previous = byAddress.get(address);
        Duration length =
                previous == null || now - previous.until() >= limits.remember().toNanos()
                        ? limits.first()
                        : previous.length().multipliedBy(2);
        return length.compareTo(limits.max()) > 0 ? limits.max() : length;
    }

    /** Remembers a ban that has begun. */
    synchronized void begun(String address, Duration length, long now) {
        byAddress.put(address, new Previous(length, now + length.toNanos()));
    }
}
