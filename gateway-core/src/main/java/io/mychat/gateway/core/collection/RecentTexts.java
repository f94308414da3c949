package io.mychat.gateway.core.collection;

import org.jspecify.annotations.Nullable;

/**
 * Gives equal texts of a short time as one object, so that many holders of the same text keep it once. Bounded: it remembers a
 * few, and any of them may be forgotten. Callable by any thread: strings are immutable, and a race only finds less.
 */
public final class RecentTexts {

    private static final int PLACES = 256;

    private final @Nullable String[] places = new String[PLACES];

    /** An equal text that may have been given before. */
    public String one(String text) {
        int hash = text.hashCode() * 0x9E3779B9;
        int place = hash >>> 24;
        String known = places[place];
        if (text.equals(known)) {
            return known;
        }
        places[place] = text;
        return text;
    }
}
