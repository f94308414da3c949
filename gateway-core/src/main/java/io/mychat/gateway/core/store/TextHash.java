package io.mychat.gateway.core.store;

import java.security.SecureRandom;

/**
 * A hash of texts that clients choose. It is a secret of this process, so that nobody can choose texts that stand in one
 * place and make each search long. Immutable.
 */
final class TextHash {

    private static final int ROTATION = 29;

    private final long seed;
    private final long factor;

    TextHash() {
        SecureRandom random = new SecureRandom();
        seed = random.nextLong();
        factor = random.nextLong() | 1;
    }

    /** The hash of a text. */
    int of(String text) {
        return finish(add(seed, text));
    }

    /** The hash of a number and two texts. */
    int of(int number, String first, String second) {
        return finish(add(add(mix(seed + number), first), second));
    }

    private long add(long before, String text) {
        long hash = mix(before ^ text.length());
        for (int i = 0; i < text.length(); i++) {
            hash = mix(hash ^ text.charAt(i));
        }
        return hash;
    }

    private long mix(long value) {
        long product = value * factor;
        return product ^ (product >>> ROTATION);
    }

    private int finish(long hash) {
        return (int) (mix(hash) >>> Integer.SIZE);
    }
}
