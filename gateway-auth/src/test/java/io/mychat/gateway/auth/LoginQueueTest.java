package io.mychat.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.auth.LoginOrigin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LoginQueueTest {

    private long now = -1_000_000;
    private final LoginQueue<String> queue = new LoginQueue<>(16, () -> now);

    @Test
    void loginsOfDifferentAddressesAreCheckedInOrder() {
        add("a", "1");
        add("b", "2");
        add("c", "3");

        assertThat(order()).containsExactly("a", "b", "c");
    }

    @Test
    void eachAddressGetsItsTurn() {
        add("a1", "1");
        add("a2", "1");
        add("a3", "1");
        add("b1", "2");
        add("b2", "2");
        add("c1", "3");

        assertThat(order()).containsExactly("a1", "b1", "c1", "a2", "b2", "a3");
    }

    @Test
    void whoHasFailedComesAfterWhoHasNot() {
        fail("1", 1);
        fail("2", 3);
        add("two", "2");
        add("one", "1");
        add("honest", "3");

        assertThat(order()).containsExactly("honest", "one", "two");
    }

    @Test
    void failuresAreForgottenWithTime() {
        fail("1", 3);
        now += Duration.ofMinutes(5).toNanos();
        fail("2", 1);
        add("two", "2");
        add("one", "1");

        assertThat(order()).containsExactly("one", "two");
    }

    @Test
    void loginsThatSucceedCostNothing() {
        for (int i = 0; i < 100; i++) {
            end(queue.begin("user" + i, stranger("1"), "good"), false);
        }
        for (int i = 0; i < 16; i++) {
            add("more" + i, "1");
        }

        assertThat(queue.size()).as("it is no suspect").isEqualTo(16);
    }

    @Test
    void aCheckThatRunsCountsForItsAddress() {
        LoginQueue.Turn<String> running = queue.begin("eve", stranger("1"), "running");
        add("one", "1");
        add("two", "2");

        assertThat(queue.next().map(LoginQueue.Turn::item)).contains("two");
        end(running, false);
        assertThat(queue.next().map(LoginQueue.Turn::item)).contains("one");
    }

    @Test
    void knownUsersTakePrecedenceAndStrangersGetEveryFourthCheck() {
        for (int i = 1; i <= 5; i++) {
            add("stranger" + i, "1." + i);
        }
        for (int i = 1; i <= 7; i++) {
            assertThat(queue.add("user" + i, new LoginOrigin("1", true), "known" + i))
                    .isEmpty();
        }

        assertThat(order())
                .containsExactly(
                        "known1",
                        "known2",
                        "known3",
                        "stranger1",
                        "known4",
                        "known5",
                        "known6",
                        "stranger2",
                        "known7",
                        "stranger3",
                        "stranger4",
                        "stranger5");
    }

    @Test
    void aKnownUserIsRankedAloneAndNotByTheAddress() {
        fail("1", 9);
        end(queue.begin("bob", new LoginOrigin("1", true), "x"), true);
        add("stranger", "2");
        assertThat(queue.add("bob", new LoginOrigin("1", true), "bob")).isEmpty();
        assertThat(queue.add("alice", new LoginOrigin("1", true), "alice")).isEmpty();

        assertThat(order()).containsExactly("alice", "bob", "stranger");
    }

    @Test
    void typingErrorsCostNoPlaces() {
        fail("1", 2);
        for (int i = 0; i < 16; i++) {
            add("colleague" + i, "1");
        }

        assertThat(queue.size()).isEqualTo(16);
    }

    @Test
    void sourcesThatFailedOftenGetAnEighthOfTheQueue() {
        fail("1", 3);
        fail("2", 5);
        add("one", "1");
        add("two", "2");

        assertThat(queue.add("eve", stranger("1"), "one again")).containsExactly("two");
        assertThat(queue.add("eve", stranger("2"), "two again")).containsExactly("two again");
        assertThat(order()).containsExactly("one", "one again");
    }

    @Test
    void theThirdFailureTakesThePlacesOfOthersOfItsAddress() {
        fail("1", 2);
        LoginQueue.Turn<String> running = queue.begin("eve", stranger("1"), "running");
        for (int i = 1; i <= 10; i++) {
            add("guess" + i, "1");
        }
        add("honest", "2");

        assertThat(queue.done(running.source(), true)).hasSize(8).contains("guess10", "guess3");
        assertThat(order()).containsExactly("honest", "guess1", "guess2");
    }

    @Test
    void inAFloodAllUnknownSourcesShareA32ndOfTheQueue() {
        for (int i = 0; i < 49; i++) {
            fail("failed" + i, 1);
        }
        for (int i = 0; i < 6; i++) {
            add("before" + i, "fresh" + i);
        }
        assertThat(queue.size()).as("so many may be typing errors").isEqualTo(6);

        var fiftieth = queue.begin("eve", stranger("failed49"), "failure");
        assertThat(queue.done(fiftieth.source(), true))
                .containsExactly("before5", "before4", "before3", "before2", "before1");
        assertThat(queue.add("somebody", stranger("newcomer"), "new")).containsExactly("new");
        for (int i = 0; i < 5; i++) {
            queue.add("alice", new LoginOrigin("known" + i, true), "alice" + i);
        }

        assertThat(order()).containsExactly("alice0", "alice1", "alice2", "before0", "alice3", "alice4");
        now += Duration.ofMinutes(1).toNanos();
        for (int i = 0; i < 6; i++) {
            add("after" + i, "later" + i);
        }
        assertThat(queue.size()).isEqualTo(6);
    }

    @Test
    void inAFullQueueTheLastInTheOrderLosesItsPlace() {
        for (int i = 1; i <= 16; i++) {
            add("x" + i, "1");
        }

        assertThat(queue.add("alice", stranger("2"), "honest")).containsExactly("x16");
        assertThat(queue.add("eve", stranger("1"), "x17")).containsExactly("x17");
        assertThat(queue.size()).isEqualTo(16);
        assertThat(order()).startsWith("x1", "honest", "x2");
    }

    @Test
    void whoGivesUpLeavesNoTrace() {
        add("a", "1");
        add("b", "1");
        queue.remove("a");
        queue.remove("nobody");

        assertThat(order()).containsExactly("b");
        assertThat(queue.clear()).isEmpty();
    }

    @Test
    void manySourcesAreForgottenButForThoseThatWait() {
        fail("1", 5);
        add("waits", "0");
        for (int i = 0; i < 20_000; i++) {
            end(queue.begin("eve", stranger("x" + i), "x"), false);
        }

        add("one", "1");
        add("waits too", "0");
        assertThat(order()).as("the failures of 1 are forgotten").containsExactly("waits", "one", "waits too");
    }

    private static LoginOrigin stranger(String address) {
        return new LoginOrigin(address, false);
    }

    private void add(String item, String address) {
        assertThat(queue.add("somebody", stranger(address), item)).isEmpty();
    }

    private void fail(String address, int times) {
        for (int i = 0; i < times; i++) {
            end(queue.begin("eve", stranger(address), "failure"), true);
        }
    }

    private void end(LoginQueue.Turn<String> turn, boolean failed) {
        assertThat(queue.done(turn.source(), failed)).isEmpty();
    }

    /** All that wait, as they would be checked one after the other, each with success. */
    private List<String> order() {
        List<String> order = new ArrayList<>();
        Optional<LoginQueue.Turn<String>> turn = queue.next();
        while (turn.isPresent()) {
            order.add(turn.get().item());
            end(turn.get(), false);
            turn = queue.next();
        }
        return order;
    }
}
