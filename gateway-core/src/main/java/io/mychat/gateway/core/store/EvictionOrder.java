package io.mychat.gateway.core.store;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tracks how many things each owner has put into a store with a common bound, and chooses what is evicted: an owner who
 * fills the store loses its own oldest things before anybody else loses one. Guarded by the store's lock.
 *
 * @param <T> the stored things; each equals only itself
 */
final class EvictionOrder<T extends EvictionOrder.Thing<T>> {

    private final Map<String, Share<T>> byOwner = new HashMap<>();
    private final WeightRanks<Share<T>> ranks = new WeightRanks<>();

    /** A thing with its place among those of its owner. */
    abstract static class Thing<T> {
        private @Nullable T older;
        private @Nullable T newer;
    }

    /** The things of one owner. */
    private static final class Share<T> extends WeightRanks.Weighted {
        private @Nullable T oldest;
        private @Nullable T newest;
    }

    void add(String owner, T thing) {
        Share<T> share = byOwner.computeIfAbsent(owner, name -> new Share<>());
        append(share, thing);
        ranks.change(share, 1);
    }

    /** Removes a thing that was added for the owner. */
    void remove(String owner, T thing) {
        Share<T> share = byOwner.get(owner);
        if (share != null) {
            unlink(share, thing);
            ranks.change(share, -1);
            if (share.oldest == null) {
                byOwner.remove(owner);
            }
        }
    }

    /** Makes the thing, which was added for the owner, the owner's newest. */
    void renew(String owner, T thing) {
        Share<T> share = byOwner.get(owner);
        if (share != null && share.newest != thing) {
            unlink(share, thing);
            append(share, thing);
        }
    }

    private void append(Share<T> share, T thing) {
        Thing<T> place = thing;
        T last = share.newest;
        place.older = last;
        place.newer = null;
        if (last == null) {
            share.oldest = thing;
        } else {
            Thing<T> before = last;
            before.newer = thing;
        }
        share.newest = thing;
    }

    private void unlink(Share<T> share, T thing) {
        Thing<T> place = thing;
        Thing<T> older = place.older;
        Thing<T> newer = place.newer;
        if (older == null) {
            share.oldest = place.newer;
        } else {
            older.newer = place.newer;
        }
        if (newer == null) {
            share.newest = place.older;
        } else {
            newer.older = place.older;
        }
        place.older = null;
        place.newer = null;
    }

    /**
     * The thing to evict next because {@code owner} needs room: the owner's oldest, if the owner holds more than a
     * sixteenth of the bound, else the oldest of the heaviest owner.
     *
     * @param spared a thing that is never evicted, or null
     * @return null when there is nothing to evict
     */
    @Nullable
    T next(String owner, long bound, @Nullable T spared) {
        Share<T> own = byOwner.get(owner);
        T oldest = own != null && own.fills(bound) ? oldest(own, spared) : null;
        return oldest == null ? oldestOfTheHeaviest(spared) : oldest;
    }

    private @Nullable T oldestOfTheHeaviest(@Nullable T spared) {
        for (Set<Share<T>> rank : ranks.fromHeaviest()) {
            for (Share<T> share : rank) {
                T oldest = oldest(share, spared);
                if (oldest != null) {
                    return oldest;
                }
            }
        }
        return null;
    }

    private @Nullable T oldest(Share<T> share, @Nullable T spared) {
        T oldest = share.oldest;
        if (oldest == null || oldest != spared) {
            return oldest;
        }
        Thing<T> place = oldest;
        return place.newer;
    }
}
