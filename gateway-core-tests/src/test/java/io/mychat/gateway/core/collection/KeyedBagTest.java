package io.mychat.gateway.core.collection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class KeyedBagTest {

    private static final long SEED = 20261130;

    private record Item(String key, int number) {}

    private final KeyedBag<String, Item> bag = new KeyedBag<>(Item::key);

    @Test
    void doesWhatAMapOfListsDoes() {
        Random random = new Random(SEED);
        Map<String, List<Item>> expected = new HashMap<>();
        List<Item> all = new ArrayList<>();
        for (int step = 0; step < 20_000; step++) {
            boolean grows = (step / 2000) % 2 == 0;
            if (all.isEmpty() || random.nextInt(10) < (grows ? 7 : 3)) {
                Item added = new Item("user-" + random.nextInt(400), step);
                bag.add(added);
                all.add(added);
                expected.computeIfAbsent(added.key(), key -> new ArrayList<>()).add(added);
            } else {
                Item gone = all.remove(random.nextInt(all.size()));
                assertThat(bag.remove(gone)).isTrue();
                expected.getOrDefault(gone.key(), new ArrayList<>()).remove(gone);
            }
            String any = "user-" + random.nextInt(400);
            List<Item> known = expected.getOrDefault(any, List.of());
            assertThat(bag.all(any)).isEqualTo(known);
            assertThat(bag.get(any)).isEqualTo(known.isEmpty() ? null : known.get(0));
            assertThat(bag.size()).isEqualTo(all.size());
        }
        List<Item> shown = new ArrayList<>();
        bag.forEach(shown::add);
        assertThat(shown).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void removesExactlyTheObject() {
        Item one = new Item("a", 1);
        Item equal = new Item("a", 1);
        bag.add(one);

        assertThat(bag.remove(equal)).isFalse();
        assertThat(bag.remove(one)).isTrue();
        assertThat(bag.get("a")).isNull();
    }

    @Test
    void isSmallAgainAfterACrowd() {
        List<Item> crowd = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            crowd.add(new Item("user-" + i, i));
        }
        crowd.forEach(bag::add);
        crowd.subList(1, crowd.size()).forEach(bag::remove);

        assertThat(bag.all("user-0")).containsExactly(crowd.get(0));
        assertThat(bag)
                .extracting("table")
                .asInstanceOf(InstanceOfAssertFactories.ARRAY)
                .hasSize(8);
    }
}
