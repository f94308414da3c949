package io.mychat.gateway.core.buffer;

import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An index of accounts by size that finds the largest one without a scan. Sizes within an eighth of a power of two are
 * treated as equal; the oldest of them comes first. Guarded by the budget's lock.
 */
final class SizeIndex {

    private final Map<Integer, Set<HeldBytes>> bySize = new HashMap<>();
    private final BitSet used = new BitSet();

    static int sizeClass(long bytes) {
        if (bytes < 8) {
            return (int) bytes;
        }
        int exponent = 63 - Long.numberOfLeadingZeros(bytes);
        return exponent * 8 + (int) ((bytes >>> (exponent - 3)) & 7);
    }

    void add(int sizeClass, HeldBytes account) {
        bySize.computeIfAbsent(sizeClass, size -> new LinkedHashSet<>()).add(account);
        used.set(sizeClass);
    }

    void remove(int sizeClass, HeldBytes account) {
        Set<HeldBytes> accounts = bySize.get(sizeClass);
        if (accounts != null && accounts.remove(account) && accounts.isEmpty()) {
            bySize.remove(sizeClass);
            used.clear(sizeClass);
        }
    }

    @Nullable
    HeldBytes largest() {
        Set<HeldBytes> accounts = bySize.get(used.length() - 1);
        return accounts == null ? null : accounts.iterator().next();
    }
}
