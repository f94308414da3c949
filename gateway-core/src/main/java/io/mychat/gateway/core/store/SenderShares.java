package io.mychat.gateway.core.store;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The messages of each sender, as {@link EvictionOrder} has things of owners: who fills the store loses the own oldest
 * ones. Guarded by the store's lock.
 */
final class SenderShares {

    private final SlotChains chains = new SlotChains();
    private final Map<String, Share> bySender = new HashMap<>();
    private final WeightRanks<Share> ranks = new WeightRanks<>();
    private final NumberedObjects<Share> byNumber = new NumberedObjects<>();
    /** The number of each message's sender. */
    private int[] senderOf = {};

    private static final class Share extends WeightRanks.Weighted {
        private final String sender;
        private final int number;
        private final SlotChains.Chain messages = new SlotChains.Chain();

        Share(String sender, int number) {
            this.sender = sender;
            this.number = number;
        }
    }

    void grow(int slots) {
        chains.grow(slots);
        senderOf = Arrays.copyOf(senderOf, slots);
    }

    void add(String sender, int slot, long weight) {
        Share share = bySender.get(sender);
        if (share == null) {
            share = open(sender);
        }
        chains.append(share.messages, slot);
        ranks.change(share, weight);
        senderOf[slot] = share.number;
    }

    private Share open(String sender) {
        Share share = new Share(sender, byNumber.next());
        int unused = byNumber.add(share);
        bySender.put(sender, share);
        return share;
    }

    void remove(int slot, long weight) {
        Share share = of(slot);
        chains.remove(share.messages, slot);
        ranks.change(share, -weight);
        if (share.messages.isEmpty()) {
            bySender.remove(share.sender);
            byNumber.remove(share.number);
        }
    }

    String sender(int slot) {
        return of(slot).sender;
    }

    private Share of(int slot) {
        return byNumber.get(senderOf[slot]);
    }

    /** The weight of the heaviest sender; 0 without messages. */
    long largest() {
        return ranks.largest();
    }

    /** See {@link EvictionOrder#next}; {@link SlotRing#NONE} when there is nothing to evict. */
    int next(String sender, long bound, int spared) {
        Share own = bySender.get(sender);
        int oldest = own != null && own.fills(bound) ? oldest(own, spared) : SlotRing.NONE;
        return oldest == SlotRing.NONE ? oldestOfTheHeaviest(spared) : oldest;
    }

    private int oldestOfTheHeaviest(int spared) {
        for (Set<Share> rank : ranks.fromHeaviest()) {
            for (Share share : rank) {
                int oldest = oldest(share, spared);
                if (oldest != SlotRing.NONE) {
                    return oldest;
                }
            }
        }
        return SlotRing.NONE;
    }

    private int oldest(Share share, int spared) {
        int first = share.messages.first();
        return first == spared && first != SlotRing.NONE ? chains.after(first) : first;
    }
}
