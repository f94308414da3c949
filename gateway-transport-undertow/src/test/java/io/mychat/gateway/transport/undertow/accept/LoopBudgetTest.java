package io.mychat.gateway.transport.undertow.accept;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.testkit.ManualTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.xnio.XnioExecutor;

final class LoopBudgetTest {

    private final Queue<Runnable> sameTurn = new ArrayDeque<>();
    private final Queue<Runnable> delayed = new ArrayDeque<>();
    private final LoopBudget budget = new LoopBudget(
            new XnioExecutor() {
                @Override
                public void execute(Runnable task) {
                    sameTurn.add(task);
                }

                @Override
                public Key executeAfter(Runnable task, long time, TimeUnit unit) {
                    delayed.add(task);
                    return () -> false;
                }

                @Override
                public Key executeAtInterval(Runnable task, long time, TimeUnit unit) {
                    throw new AssertionError("nothing is repeated");
                }
            },
            2,
            new RateLimitedLog(line -> {}, new ManualTime()));
    private final List<Integer> ran = new ArrayList<>();

    private void add(int number) {
        budget.run(() -> ran.add(number));
    }

    private void nextTurn() {
        sameTurn.remove().run();
        delayed.remove().run();
    }

    @Test
    void whatExceedsTheBudgetWaitsForTheNextTurnInOrder() {
        for (int i = 1; i <= 5; i++) {
            add(i);
        }
        assertThat(ran).containsExactly(1, 2);
        assertThat(budget.waiting()).isEqualTo(3);

        nextTurn();
        add(6);
        assertThat(ran).containsExactly(1, 2, 3, 4);
        nextTurn();
        assertThat(ran).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(budget.delayed()).isEqualTo(4);
    }

    @Test
    void anIdleThreadHasNoTimer() {
        add(1);
        nextTurn();
        assertThat(sameTurn).isEmpty();
        assertThat(delayed).isEmpty();
        add(2);
        add(3);
        assertThat(ran).containsExactly(1, 2, 3);
    }

    @Test
    void aStepThatFailsKeepsNoOtherFromItsTurn() {
        add(1);
        add(2);
        budget.run(() -> {
            throw new IllegalStateException("a test");
        });
        add(4);
        nextTurn();
        assertThat(ran).containsExactly(1, 2, 4);
    }
}
