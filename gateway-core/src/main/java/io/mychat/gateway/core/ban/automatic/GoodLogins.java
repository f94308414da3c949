package io.mychat.gateway.core.ban.automatic;

import io.mychat.gateway.core.config.security.AutomaticBanConfig;
import io.mychat.gateway.core.store.LruMap;
import java.util.HashMap;
import java.util.Map;

/**
 * The users who have logged in well from each address: behind an address with many of them, there are many people. Of an
 * address, at most {@code max_good_users} are remembered, by hashes of their ids. Thread-safe: this object's lock guards the
 * map.
 */
final class GoodLogins {

    /** By address: the hash of a user id, and the time of the last login in nanoseconds. */
    private final Map<String, Map<Integer, Long>> byAddress;

    /** @param maxTracked the most addresses; the one without a login for longest is forgotten */
    GoodLogins(int maxTracked) {
        this.byAddress = new LruMap<>(maxTracked, dropped -> {});
    }

    /** Remembers a login. */
    synchronized void add(String address, String userId, AutomaticBanConfig.GoodUsers limits, long now) {
        if (limits.maxGoodUsers() == 0) {
            return;
        }
        Map<Integer, Long> logins = byAddress.computeIfAbsent(address, unused -> new HashMap<>(2));
        forgetOld(logins, limits, now);
        Integer user = userId.hashCode();
        if (logins.size() < limits.maxGoodUsers() || logins.containsKey(user)) {
            logins.put(user, now);
        }
    }

    /** The number of different users. */
    synchronized int users(String address, AutomaticBanConfig.GoodUsers limits, long now) {
        Map<Integer, Long> logins = byAddress.get(address);
        if (logins == null) {
            return 0;
        }
        forgetOld(logins, limits, now);
        return Math.min(logins.size(), limits.maxGoodUsers());
    }

    private static void forgetOld(Map<Integer, Long> logins, AutomaticBanConfig.GoodUsers limits, long now) {
        logins.values().removeIf(at -> now - at >= limits.goodLogin().toNanos());
    }

    /** The number of remembered addresses. */
    synchronized int tracked() {
        return byAddress.size();
    }
}
