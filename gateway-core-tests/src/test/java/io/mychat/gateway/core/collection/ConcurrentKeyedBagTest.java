package io.mychat.gateway.core.collection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ConcurrentKeyedBagTest {

    private static final int ROUNDS = 20_000;

    private record Item(String key, int number) {}

    private final ConcurrentKeyedBag<String, Item> bag = new ConcurrentKeyedBag<>(Item::key);

    /** Readers see one of two objects, never none or both, while others come and go around them. */
    @Test
    void aChangeIsSeenAsAWhole() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        bag.change("alice", own -> own.add(new Item("alice", 0)));
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            Callable<Boolean> read = () -> {
                while (!over.get()) {
                    if (bag.all("alice").size() != 1 || bag.get("alice") == null) {
                        return false;
                    }
                }
                return true;
            };
            List<Future<Boolean>> readers = List.of(threads.submit(read), threads.submit(read));
            threads.submit(() -> {
                        for (int i = 1; i <= ROUNDS; i++) {
                            Item next = new Item("alice", i);
                            bag.change("alice", own -> {
                                own.all("alice").forEach(own::remove);
                                own.add(next);
                            });
                            Item other = new Item("user-" + i, i);
                            bag.change(other.key(), own -> own.add(other));
                            if (i % 3 == 0) {
                                bag.change(other.key(), own -> own.remove(other));
                            }
                        }
                    })
                    .get();
            over.set(true);
            for (Future<Boolean> reader : readers) {
                assertThat(reader.get()).isTrue();
            }
        } finally {
            over.set(true);
            threads.shutdownNow();
        }
        assertThat(bag.size()).isEqualTo(1 + ROUNDS - ROUNDS / 3);
        assertThat(new ArrayList<>(bag.values())).hasSize(bag.size()).doesNotHaveDuplicates();
    }
}
