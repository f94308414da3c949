package io.mychat.gateway.redis.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.redis.chat.KnownInboxes.Known;
import io.mychat.gateway.redis.chat.record.EntryStamp;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What was seen in an inbox stays until a call has compared it. */
class KnownInboxesTest {

    private static final Duration SPAN = Duration.ofMinutes(15);
    private static final String EPOCH = "e";

    private final KnownInboxes known = new KnownInboxes(3);

    @Test
    void howLongRedisIsAwayDoesNotMatter() {
        confirm("early", stamp(1, Duration.ofMinutes(1)));
        confirm("alice", stamp(1, Duration.ofMinutes(17)));
        confirm("bob", stamp(1, Duration.ofMinutes(27)));

        assertThat(known.arrivedWithin(SPAN)).containsExactlyInAnyOrder("alice", "bob");
    }

    @Test
    void theInboxThatWasNotUsedForLongestIsForgotten() {
        confirm("a", stamp(1, "m"));
        confirm("b", stamp(1, "m"));
        confirm("c", stamp(1, "m"));
        confirm("a", stamp(2, "m2"));

        confirm("d", stamp(1, "m"));

        assertThat(known.size()).isEqualTo(3);
        assertThat(known.of("b")).isEqualTo(Known.NOTHING);
        assertThat(known.of("a").evidence()).isEqualTo("2 1000 m2");
    }

    @Test
    void whatACallHasComparedIsReplacedByItsAnswer() {
        confirm("bob", stamp(3, "m3"));

        confirm("bob", stamp(9, "m9"));

        assertThat(known.of("bob").evidence()).isEqualTo("9 1000 m9");
    }

    @Test
    void whatWasSeenWhileACallWasOnItsWayStaysBesideItsAnswer() {
        confirm("bob", stamp(3, "m3"));
        Known sentWith = known.of("bob");
        assertThat(known.heard("bob", EPOCH, stamp(4, "old"), "3 1000 m3")).isTrue();

        boolean inLine = known.confirmed("bob", sentWith, EPOCH, stamp(6, "m6"), "5 1000 m5");

        assertThat(inLine).isFalse();
        assertThat(known.of("bob").evidence()).isEqualTo("6 1000 m6\n4 1000 old");
        assertThat(known.takeUnconfirmed()).containsExactly("bob");
    }

    @Test
    void anAnswerThatOvertakesAnotherOneIsInLineWithIt() {
        confirm("bob", stamp(3, "m3"));
        Known sentWith = known.of("bob");

        assertThat(known.confirmed("bob", sentWith, EPOCH, stamp(5, "m5"), "4 1000 m4"))
                .isTrue();
        assertThat(known.confirmed("bob", sentWith, EPOCH, stamp(4, "m4"), "3 1000 m3"))
                .isTrue();

        assertThat(known.of("bob").evidence()).isEqualTo("5 1000 m5");
        assertThat(known.takeUnconfirmed()).isEmpty();
    }

    @Test
    void aLateAnswerOfAnotherMasterIsKeptForTheNextCall() {
        confirm("bob", stamp(3, "m3"));
        Known sentToTheOldOne = known.of("bob");
        confirm("bob", stamp(5, "m5"));

        assertThat(known.confirmed("bob", sentToTheOldOne, EPOCH, stamp(4, "lost"), "3 1000 m3"))
                .isFalse();

        assertThat(known.of("bob").evidence()).isEqualTo("5 1000 m5\n4 1000 lost");
        confirm("bob", stamp(6, "m6"));
        assertThat(known.of("bob").evidence())
                .as("compared, and nothing was lost")
                .isEqualTo("6 1000 m6");
    }

    @Test
    void anEntryThatStandsBehindAnotherOneThanWasSeenIsNotTold() {
        known.heard("bob", EPOCH, stamp(4, "lost"), "3 1000 m3");

        assertThat(known.heard("bob", EPOCH, stamp(5, "m5"), "4 1000 m4")).isFalse();
        assertThat(known.heard("bob", EPOCH, stamp(5, "another"), "4 1000 m4")).isFalse();

        assertThat(known.of("bob").evidence()).contains("4 1000 lost", "5 1000 m5", "5 1000 another");
    }

    @Test
    void whatIsHeardTwiceOrLateIsInLine() {
        known.heard("bob", EPOCH, stamp(4, "m4"), "3 1000 m3");
        known.heard("bob", EPOCH, stamp(5, "m5"), "4 1000 m4");

        assertThat(known.heard("bob", EPOCH, stamp(5, "m5"), "4 1000 m4")).isTrue();
        assertThat(known.heard("bob", EPOCH, stamp(4, "m4"), "3 1000 m3")).isTrue();
        assertThat(known.heard("bob", EPOCH, EntryStamp.ofNumber(6), ""))
                .as("of an earlier release")
                .isTrue();
        assertThat(known.takeUnconfirmed()).isEmpty();
    }

    @Test
    void aLateAnswerOfAnEpochThatIsOverChangesNothing() {
        Known before = known.of("bob");
        String first = "1700000000000-x";
        String second = "1700000000001-x";
        known.confirmed("bob", before, second, stamp(1, "m1"), "");

        known.confirmed("bob", before, first, stamp(7, "m7"), "");

        assertThat(known.of("bob").epoch()).isEqualTo(second);
    }

    @Test
    void evidenceHasABound() {
        for (int i = 0; i < 1000; i++) {
            known.heard("bob", EPOCH, stamp(1, "m" + i), "");
        }

        assertThat(known.of("bob").evidence().lines()).hasSizeLessThan(40);
    }

    private void confirm(String user, EntryStamp stamp) {
        known.confirmed(user, known.of(user), EPOCH, stamp, "");
    }

    private static EntryStamp stamp(long number, String messageId) {
        return EntryStamp.of(number, 1000, messageId);
    }

    private static EntryStamp stamp(long number, Duration arrival) {
        return EntryStamp.of(number, arrival.toMillis(), "m");
    }
}
