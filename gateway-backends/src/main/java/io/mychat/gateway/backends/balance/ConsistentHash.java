package io.mychat.gateway.backends.balance;

import java.util.List;

/**
 * Consistent hashing by weighted rendezvous: the score of a candidate is computed from the key and its id, and the
 * highest score gets the call. A score does not depend on other candidates. When a candidate leaves, only its keys
 * move; when one joins or gets more weight, it only takes keys from the others. No ring is needed, at the cost of one
 * hash per candidate and call.
 */
final class ConsistentHash implements Balancer {

    @Override
    public <C extends Candidate> C pick(List<C> candidates, String key) {
        long hash = hash(key);
        C best = candidates.get(0);
        double highest = Double.NEGATIVE_INFINITY;
        for (C candidate : candidates) {
            double score = candidate.weight()
                    * candidate.slowStartFactor()
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
