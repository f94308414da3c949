package io.mychat.gateway.core.collection;

import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A {@link KeyedBag} for several threads: a lock for a part of the keys. Reading takes no lock unless a writer is in the way.
 * Those under one key are in one part.
 *
 * @param <K> the keys, by equality
 * @param <V> the objects, by identity
 */
public final class ConcurrentKeyedBag<K, V> {

    private static final int PARTS = 64;

    private final List<Part<K, V>> parts;
    private final LongAdder size = new LongAdder();

    /** @param keyOf the key of an object; called by any thread */
    public ConcurrentKeyedBag(Function<? super V, ? extends K> keyOf) {
        List<Part<K, V>> all = new ArrayList<>();
        for (int i = 0; i < PARTS; i++) {
            all.add(new Part<>(new KeyedBag<>(keyOf)));
        }
        this.parts = List.copyOf(all);
    }

    private static final class Part<K, V> {

        final StampedLock lock = new StampedLock();
        final KeyedBag<K, V> bag;

        Part(KeyedBag<K, V> bag) {
            this.bag = bag;
        }

        /** Reads without the lock, and again with it when a writer came in between. */
        <R extends @Nullable Object> R read(Function<KeyedBag<K, V>, R> how) {
            long stamp = lock.tryOptimisticRead();
            if (stamp != 0) {
                R read = how.apply(bag);
                if (lock.validate(stamp)) {
                    return read;
                }
            }
            stamp = lock.readLock();
            try {
                return how.apply(bag);
            } finally {
                lock.unlockRead(stamp);
            }
        }
    }

    /** The first object under a key; null: there is none. */
    public @Nullable V get(K key) {
        return part(key).<@Nullable V>read(bag -> bag.get(key));
    }

    /** All objects under a key, in the order in which they were added; unmodifiable. */
    public List<V> all(K key) {
        return part(key).read(bag -> bag.all(key));
    }

    /** Changes the objects under one key, and no others. Readers see the state before or behind the change. */
    public void change(K key, Consumer<KeyedBag<K, V>> how) {
        Part<K, V> part = part(key);
        long stamp = part.lock.writeLock();
        int before = part.bag.size();
        try {
            how.accept(part.bag);
        } finally {
            size.add(part.bag.size() - before);
            part.lock.unlockWrite(stamp);
        }
    }

    /** The number of objects. */
    public int size() {
        return size.intValue();
    }

    /** All objects; a live view. An iteration shows those that are there throughout, and perhaps others. */
    public Collection<V> values() {
        return Collections.unmodifiableCollection(new AbstractCollection<V>() {
            @Override
            public Iterator<V> iterator() {
                return new Values();
            }

            @Override
            public int size() {
                return ConcurrentKeyedBag.this.size();
            }
        });
    }

    private Part<K, V> part(K key) {
        int hash = key.hashCode() * 0x9E3779B9;
        return parts.get(hash >>> 26);
    }

    /** Copies one part after the other. */
    private final class Values implements Iterator<V> {

        private int next;
        private Iterator<V> current = Collections.emptyIterator();

        @Override
        public boolean hasNext() {
            while (!current.hasNext() && next < PARTS) {
                Part<K, V> part = parts.get(next++);
                List<V> copy = new ArrayList<>();
                long stamp = part.lock.readLock();
                try {
                    part.bag.forEach(copy::add);
                } finally {
                    part.lock.unlockRead(stamp);
                }
                current = copy.iterator();
            }
            return current.hasNext();
        }

        @Override
        public V next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return current.next();
        }
    }
}
