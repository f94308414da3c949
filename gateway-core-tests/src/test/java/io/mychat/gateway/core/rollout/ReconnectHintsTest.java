package io.mychat.gateway.core.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.cluster.MoveOrder.Room;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReconnectHintsTest {

    private final Random random = new Random(1);

    @Test
    void theFirstAddressesFollowTheRoom() {
        ReconnectHints hints = new ReconnectHints(List.of(new Room("a", 300), new Room("b", 100), new Room("full", 0)));

        List<List<String>> drawn =
                Stream.generate(() -> hints.draw(random)).limit(4000).toList();

        assertThat(drawn).allSatisfy(addresses -> assertThat(addresses).containsExactlyInAnyOrder("a", "b"));
        assertThat(drawn.stream().filter(addresses -> addresses.get(0).equals("a")))
                .hasSizeBetween(2850, 3150);
    }

    @Test
    void aNoticeHasABoundedNumberOfAddresses() {
        ReconnectHints hints =
                ReconnectHints.to(IntStream.range(0, 100).mapToObj(i -> "n" + i).toList());

        assertThat(hints.draw(random)).hasSize(ReconnectHints.MOST).doesNotHaveDuplicates();
        assertThat(ReconnectHints.NONE.draw(random)).isEmpty();
    }
}
