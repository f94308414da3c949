package io.mychat.gateway.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.testkit.RandomSeed;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SlotIndexTest {

    private static final int SLOTS = 2000;
    private static final int HASHES = 300;

    private final SlotIndex index = new SlotIndex();
    private final Map<Integer, Deque<Integer>> model = new HashMap<>();

    @Test
    void slotsAreFoundByTheirHashTheLastOneFirst() {
        RandomSeed seed = RandomSeed.get();
        Random random = seed.random(0);
        int[] hashOf = new int[SLOTS];
        boolean[] isIn = new boolean[SLOTS];
        index.grow(SLOTS);
        for (int i = 0; i < 100_000; i++) {
            int slot = random.nextInt(SLOTS);
            if (isIn[slot]) {
                index.remove(slot);
                Objects.requireNonNull(model.get(hashOf[slot])).remove(slot);
            } else {
                hashOf[slot] = random.nextInt(HASHES) * 0x01010101;
                index.add(slot, hashOf[slot]);
                model.computeIfAbsent(hashOf[slot], hash -> new ArrayDeque<>()).addFirst(slot);
            }
            isIn[slot] = !isIn[slot];
            int hash = hashOf[random.nextInt(SLOTS)];
            assertThat(found(hash))
                    .as(seed.toString())
                    .isEqualTo(List.copyOf(model.getOrDefault(hash, new ArrayDeque<>())));
        }
    }

    private List<Integer> found(int hash) {
        List<Integer> found = new ArrayList<>();
        for (int slot = index.first(hash); slot != SlotRing.NONE; slot = index.next(slot)) {
            found.add(slot);
        }
        return found;
    }

    @Test
    void equalTextsHaveEqualHashesAndOthersSpread() {
        TextHash hash = new TextHash();

        assertThat(hash.of("a")).isEqualTo(hash.of("a"));
        assertThat(hash.of(1, "ab", "c")).isEqualTo(hash.of(1, "ab", "c")).isNotEqualTo(hash.of(1, "a", "bc"));
        // These all have the same String.hashCode().
        long different = IntStream.range(0, 1 << 12)
                .map(bits -> hash.of(collision(bits)))
                .map(each -> each & 0xFFFF)
                .distinct()
                .count();
        assertThat(different).isGreaterThan(3500);
    }

    private static String collision(int bits) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            text.append((bits & (1 << i)) == 0 ? "Aa" : "BB");
        }
        return text.toString();
    }
}
