package io.mychat.gateway.backends.balance;

import java.util.List;

/**
 * Consistent hashing by weighted rendezvous: each candidate draws a score from the key and its own id, the highest one
 * gets the call. A candidate's score depends on nobody else, so when one leaves only its keys move, and when one joins
 * or grows it only takes keys from the others. No ring to keep, at the price of one hash a candidate and call.
 */
final class ConsistentHash implements Balancer {

    @Override
    public <C extends Candidate> C pick(List<C> candidates, String key) {
        long hash = hash(key);
        C best = candidates.get(0);
        double highest = Double.NEGATIVE_INFINITY;
        for (C candidate : candidates) {
            double score = candidate.weight()
                    * candidate.warmth()
                    / -Math.log(fraction(mix(hash ^ Long.rotateLeft(hash(candidate.id()), 31))));
            if (score > highest) {
                highest = score;
                best = candidate;
            }
        }
        return best;
    }

    /** FNV-1a over UTF-16 code units, then mixed. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return mix(hash);
    }

    /** The finalizer of MurmurHash3: every bit of the input reaches every bit of the output. */
    private static long mix(long value) {
        long mixed = value;
        mixed = (mixed ^ (mixed >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }

    /** Above 0 and below 1, from the upper 53 bits. */
    private static double fraction(long bits) {
        return ((bits >>> 11) + 0.5) * 0x1.0p-53;
    }
}
