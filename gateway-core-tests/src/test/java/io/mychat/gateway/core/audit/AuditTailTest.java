package io.mychat.gateway.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AuditTailTest {

    private int most = 5;
    private final AuditTail tail = new AuditTail(() -> most);

    @Test
    void pagesGoOnWhereTheLastOneEndedThoughLinesAreAdded() {
        add(1, 5);

        AuditTail.Page first = tail.page(2, OptionalLong.empty());
        add(6, 6);
        AuditTail.Page second = tail.page(2, first.next());

        assertThat(numbers(first)).containsExactly(5, 4);
        assertThat(numbers(second)).containsExactly(3, 2);
        assertThat(second.next()).as("line 1 was dropped").isEmpty();
    }

    @Test
    void theOldestLinesAreDroppedBeyondTheBound() {
        add(1, 9);
        assertThat(numbers(tail.page(100, OptionalLong.empty()))).containsExactly(9, 8, 7, 6, 5);

        most = 2;
        add(10, 10);

        assertThat(numbers(tail.page(100, OptionalLong.empty()))).containsExactly(10, 9);
    }

    @Test
    void aPageBehindTheOldestLineIsEmpty() {
        add(1, 3);

        AuditTail.Page page = tail.page(2, OptionalLong.of(1));

        assertThat(page.lines()).isEmpty();
        assertThat(page.next()).isEmpty();
    }

    private void add(int from, int to) {
        IntStream.rangeClosed(from, to).forEach(i -> tail.add(new AuditLine(Instant.EPOCH, "e").with("n", i)));
    }

    private static List<Integer> numbers(AuditTail.Page page) {
        return page.lines().stream()
                .map(line -> Integer.valueOf(line.replaceAll(".*\"n\":(\\d+).*", "$1")))
                .toList();
    }
}
