package io.mychat.gateway.core.collection;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Objects by their keys, several under one key if need be, in the order in which they were added. The key of an object must
 * not change while it is here. A hash table with open addressing, which has no object for an entry. Not thread-safe.
 *
 * @param <K> the keys, by equality
 * @param <V> the objects, by identity
 */
public final class KeyedBag<K, V> {

    private static final int SMALLEST = 8;

    private final Function<? super V, ? extends K> keyOf;
    /** Its length is a power of two; at least a quarter is empty. */
    private @Nullable Object[] table = new Object[SMALLEST];

    private int size;

    /** @param keyOf the key of an object */
    public KeyedBag(Function<? super V, ? extends K> keyOf) {
        this.keyOf = keyOf;
    }

    /** The number of objects. */
    public int size() {
        return size;
    }

    /** Adds an object, which must not be here. */
    public void add(V added) {
        if (size >= table.length / 4 * 3) {
            resize(table.length * 2);
        }
        insert(added);
        size++;
    }

    /** Removes exactly this object; false: it was not here. */
    @SuppressWarnings("ReferenceEquality") // equal objects may be here, too
    public boolean remove(V gone) {
        int mask = table.length - 1;
        for (int at = slot(keyOf.apply(gone), mask); table[at] != null; at = (at + 1) & mask) {
            if (table[at] == gone) {
                close(at);
                size--;
                if (size < table.length / 8 && table.length > SMALLEST) {
                    resize(table.length / 2);
                }
                return true;
            }
        }
        return false;
    }

    /** The first object under a key; null: there is none. */
    public @Nullable V get(K key) {
        // A reader of a concurrent bag may see any state of the table, but only one table.
        @Nullable Object[] entries = table;
        int mask = entries.length - 1;
        int at = slot(key, mask);
        for (int steps = 0; steps <= mask; steps++) {
            V found = cast(entries[at]);
            if (found == null) {
                return null;
            }
            if (key.equals(keyOf.apply(found))) {
                return found;
            }
            at = (at + 1) & mask;
        }
        return null;
    }

    /** All objects under a key; unmodifiable. */
    public List<V> all(K key) {
        @Nullable Object[] entries = table; // as above
        int mask = entries.length - 1;
        int at = slot(key, mask);
        V first = null;
        List<V> several = null;
        for (int steps = 0; steps <= mask; steps++) {
            V found = cast(entries[at]);
            if (found == null) {
                break;
            }
            if (key.equals(keyOf.apply(found))) {
                if (first == null) {
                    first = found;
                } else {
                    if (several == null) {
                        several = new ArrayList<>();
                        several.add(first);
                    }
                    several.add(found);
                }
            }
            at = (at + 1) & mask;
        }
        if (several != null) {
            return List.copyOf(several);
        }
        return first == null ? List.of() : List.of(first);
    }

    /** Shows all objects. */
    public void forEach(Consumer<? super V> consumer) {
        for (Object entry : table) {
            V found = cast(entry);
            if (found != null) {
                consumer.accept(found);
            }
        }
    }

    private void insert(V added) {
        int mask = table.length - 1;
        int at = slot(keyOf.apply(added), mask);
        while (table[at] != null) {
            at = (at + 1) & mask;
        }
        table[at] = added;
    }

    /** Empties a slot and moves those behind it that no search would find any more. */
    private void close(int emptied) {
        int mask = table.length - 1;
        int hole = emptied;
        for (int at = (hole + 1) & mask; ; at = (at + 1) & mask) {
            V entry = cast(table[at]);
            if (entry == null) {
                table[hole] = null;
                return;
            }
            int home = slot(keyOf.apply(entry), mask);
            if (((at - home) & mask) >= ((at - hole) & mask)) {
                table[hole] = entry;
                hole = at;
            }
        }
    }

    private void resize(int length) {
        @Nullable Object[] before = table;
        table = new Object[length];
        int first = 0;
        while (before[first] != null) {
            first++;
        }
        // From behind an empty slot, so that those under one key keep their order.
        for (int i = 1; i <= before.length; i++) {
            V entry = cast(before[(first + i) & (before.length - 1)]);
            if (entry != null) {
                insert(entry);
            }
        }
    }

    @SuppressWarnings("unchecked") // the table holds nothing else
    private @Nullable V cast(@Nullable Object entry) {
        return (V) entry;
    }

    private static int slot(Object key, int mask) {
        int hash = key.hashCode() * 0x9E3779B9;
        return (hash ^ (hash >>> 16)) & mask;
    }
}
