package io.mychat.gateway.core.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Objects with small numbers, which stand for them in arrays; the number of a removed one is given again. Not thread-safe. */
final class NumberedObjects<T> {

    private final List<@Nullable T> objects = new ArrayList<>();
    private final Deque<Integer> free = new ArrayDeque<>();

    /** The number of the object that is added next. */
    int next() {
        Integer number = free.peek();
        return number == null ? objects.size() : number;
    }

    /** Gives {@link #next} to an object. Returns it. */
    int add(T object) {
        Integer number = free.poll();
        if (number == null) {
            objects.add(object);
            return objects.size() - 1;
        }
        objects.set(number, object);
        return number;
    }

    void remove(int number) {
        objects.set(number, null);
        free.push(number);
    }

    /** The object that has this number. */
    T get(int number) {
        return Objects.requireNonNull(objects.get(number));
    }
}
