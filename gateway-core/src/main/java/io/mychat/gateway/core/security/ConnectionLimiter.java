package io.mychat.gateway.core.security;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** Counts connections, all and by address. This object's lock guards the counts. */
public final class ConnectionLimiter {

    private final int maxTotal;
    private final int maxPerAddress;
    private final Map<InetAddress, Integer> perAddress = new HashMap<>();
    private int total;

    /** What became of an attempt to take a place. */
    public enum Verdict {
        ADMITTED,
        AT_CAPACITY,
        TOO_MANY_FROM_ADDRESS
    }

    /**
     * @param maxPerAddress 0: no limit
     */
    public ConnectionLimiter(int maxTotal, int maxPerAddress) {
        this.maxTotal = maxTotal;
        this.maxPerAddress = maxPerAddress;
    }

    /** Takes a place; each one that was admitted is given back by one {@link #release}. */
    public synchronized Verdict acquire(InetAddress address) {
        if (total >= maxTotal) {
            return Verdict.AT_CAPACITY;
        }
        if (maxPerAddress > 0 && perAddress.getOrDefault(address, 0) >= maxPerAddress) {
            return Verdict.TOO_MANY_FROM_ADDRESS;
        }
        total++;
        perAddress.merge(address, 1, Integer::sum);
        return Verdict.ADMITTED;
    }

    public synchronized void release(InetAddress address) {
        if (!perAddress.containsKey(address)) {
            throw new IllegalStateException("released more often than acquired");
        }
        total--;
        perAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
    }

    public synchronized int total() {
        return total;
    }
}
