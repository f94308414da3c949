package io.mychat.gateway.standalone.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class LoadReportTest {

    private static LoadReport after(Consumer<Tally> events, String... ended) {
        Tally tally = new Tally();
        tally.sent.increment();
        tally.stored.add(1_000_000);
        events.accept(tally);
        return new LoadReport(2, 1.5, tally, List.of(ended));
    }

    @Test
    void whatCameOnceAndInOrderIsGood() {
        LoadReport report = after(tally -> tally.delivered.add(2_000_000));

        assertThat(report.isGood()).isTrue();
        assertThat(report.lines())
                .contains(
                        "1 sent, 1 stored, 0 refused, 0 without an answer, 1 delivered, 0 lost, 0 doubled, 0 connections lost");
    }

    @Test
    void everythingElseIsNot() {
        Consumer<Tally> delivered = tally -> tally.delivered.add(1);
        assertThat(after(tally -> tally.lost.increment()).isGood()).isFalse();
        assertThat(after(delivered.andThen(tally -> tally.doubled.increment())).isGood())
                .isFalse();
        assertThat(after(delivered.andThen(tally -> tally.refused.increment())).isGood())
                .isFalse();
        assertThat(after(delivered.andThen(tally -> tally.unanswered.increment()))
                        .isGood())
                .isFalse();
        assertThat(after(tally -> {}).isGood()).isFalse();
        LoadReport alone = after(delivered, "alice: KICKED");
        assertThat(alone.isGood()).isFalse();
        assertThat(alone.lines()).first().isEqualTo("gone: alice: KICKED");
    }
}
