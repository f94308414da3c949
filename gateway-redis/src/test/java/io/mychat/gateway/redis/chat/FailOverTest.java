package io.mychat.gateway.redis.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.redis.chat.TwoMasters.Moving;
import io.mychat.gateway.redis.chat.record.MessageRecord;
import io.mychat.gateway.spi.chat.AppendOutcome;
import io.mychat.gateway.spi.chat.InboxPage;
import io.mychat.gateway.spi.event.HealthIndicator;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A fail-over that loses the tail of an inbox while gateways go on is always found, whoever uses the inbox next, and however many
 * messages the others have put in the place of the lost ones.
 */
class FailOverTest {

    private static final TwoMasters MASTERS = new TwoMasters();
    private static int users;

    private final String bob = "bob" + users++;
    private final Moving a = MASTERS.gateway("n1");
    private final Moving b = MASTERS.gateway("n2");
    private final Moving c = MASTERS.gateway("n3");

    @AfterAll
    static void stop() {
        MASTERS.close();
    }

    @BeforeEach
    void threeMessagesThatBothMastersHave() {
        MASTERS.reunite();
        for (int i = 1; i <= 3; i++) {
            send(a, "m" + i);
        }
        read(b);
        read(c);
    }

    @AfterEach
    void close() {
        a.close();
        b.close();
        c.close();
    }

    @Test
    void theSenderOfALostMessageLearnsItFromAFilledPlace() {
        String before = read(a).epoch();
        MASTERS.detach();
        b.move();
        send(a, "lost");
        send(b, "n4");
        send(b, "n5");
        assertThat(read(b).epoch()).as("nobody has seen both masters").isEqualTo(before);
        RecordingInboxListener recordingInboxListener = new RecordingInboxListener();
        a.store().listen(recordingInboxListener);
        a.move();

        send(a, "n6");

        InboxPage page = read(b);
        assertThat(page.epoch()).isNotEqualTo(before);
        assertThat(contents(page)).containsExactly("m1", "m2", "m3", "n4", "n5", "n6");
        assertThat(recordingInboxListener.arrivals)
                .filteredOn(arrival -> arrival.userId().equals(bob))
                .singleElement()
                .extracting(RecordingInboxListener.Arrival::epoch)
                .isEqualTo(page.epoch());
        assertThat(recordingInboxListener.doubtful).contains(bob);
        assertThat(read(a).epoch()).as("it changes once").isEqualTo(page.epoch());
    }

    @Test
    void whoHasReadTheLostMessageFindsOutWithTheNextReading() {
        String before = lostWhileOthersFilledItsPlace();
        c.move();

        InboxPage page = c.store().readInbox(bob, 4, 10);

        assertThat(page.epoch()).isNotEqualTo(before);
        assertThat(contents(page)).containsExactly("n5");
    }

    @Test
    void whoHasReadTheLostMessageFindsOutWhenItStoresOne() {
        String before = lostWhileOthersFilledItsPlace();
        c.move();

        send(c, "n6");

        assertThat(read(b).epoch()).isNotEqualTo(before);
    }

    @Test
    void aWitnessOfALostMessageDeliversNoEntryOutOfOrder() {
        String before = read(c).epoch();
        MASTERS.detach();
        b.move();
        RecordingInboxListener recordingInboxListener = new RecordingInboxListener();
        c.store().listen(recordingInboxListener);
        c.store().onNotification(hint(before, 4, "lost", ""));
        assertThat(recordingInboxListener.contents()).containsExactly("lost");
        send(b, "n4");
        send(b, "n5");
        c.move();

        c.store().onNotification(hint(before, 5, "n5", "4 1700000000000 another"));

        assertThat(recordingInboxListener.contents()).as("to be read instead").containsExactly("lost");
        assertThat(recordingInboxListener.doubtful).containsExactly(bob);
        c.store().lookAtUnconfirmed();
        assertThat(read(b).epoch()).isNotEqualTo(before);
    }

    @Test
    void anAnswerOfTheOldMasterThatIsLateIsComparedSoon() {
        String before = read(a).epoch();
        MASTERS.detach();
        b.move();
        send(b, "n4");
        send(b, "n5");
        RecordingInboxListener recordingInboxListener = new RecordingInboxListener();
        a.store().listen(recordingInboxListener);
        a.beforeNextInboxAnswer(() -> {
            a.move();
            assertThat(contents(read(a))).contains("n4", "n5");
        });

        send(a, "lost");

        assertThat(recordingInboxListener.arrivals)
                .filteredOn(arrival -> arrival.userId().equals(bob))
                .isEmpty();
        a.store().lookAtUnconfirmed();
        assertThat(read(b).epoch()).isNotEqualTo(before);
    }

    @Test
    void anEpochThatWasLostDoesNotComeBack() {
        String first = read(a).epoch();
        MASTERS.detach();
        b.move();
        send(b, "n4");
        String second = a.store().resumeInbox(bob, first, 99).epoch();
        assertThat(second).isNotEqualTo(first);
        a.move();

        InboxPage third = read(a);

        assertThat(third.epoch()).isNotIn(first, second);
        assertThat(contents(third)).contains("n4");
        assertThat(read(b).epoch()).isEqualTo(third.epoch());
    }

    @Test
    void theGatewaysOfTheUserAreToldOfANewEpoch() {
        String before = read(a).epoch();
        MASTERS.detach();
        b.move();
        try (ChatNode receiving = ChatNode.hearing(MASTERS.settingsOfNext(), "n9")) {
            RecordingInboxListener recordingInboxListener = new RecordingInboxListener();
            receiving.store().listen(recordingInboxListener);
            Awaitility.await().until(() -> isUp(receiving));
            b.logIn(bob, "n9");
            send(a, "lost");
            send(b, "n4");
            a.move();

            assertThat(read(a).epoch()).isNotEqualTo(before);

            Awaitility.await().until(() -> recordingInboxListener.doubtful.contains(bob));
        }
    }

    @Test
    void aLookAtEverythingFindsWhatWasOnlyRead() {
        String before = lostWhileOthersFilledItsPlace();
        c.move();

        c.store().lookAtEverything();

        assertThat(read(b).epoch()).isNotEqualTo(before);
    }

    @Test
    void noMessageGetsTheNumberOfOneThatAChatHasLost() {
        MASTERS.detach();
        long lost = send(a, "lost");
        a.move();

        assertThat(send(a, "next")).isGreaterThan(lost);

        assertThat(losses(a)).isEqualTo(1);
        assertThat(send(a, "and on")).isEqualTo(lost + 2);
        assertThat(losses(a)).as("said once").isEqualTo(1);
    }

    @Test
    void aChatWhoseLostNumberOthersHaveGivenAgainHasLostSomethingToo() {
        MASTERS.detach();
        b.move();
        send(a, "lost");
        send(b, "n4");
        send(b, "n5");
        a.move();

        send(a, "n6");

        assertThat(losses(a)).isEqualTo(1);
    }

    @Test
    void aFailOverThatLosesNothingChangesNothing() {
        String before = read(a).epoch();
        MASTERS.detach();
        a.move();
        b.move();
        c.move();

        send(a, "n4");
        send(b, "n5");
        send(c, "n6");
        List.of(a, b, c).forEach(gateway -> gateway.store().lookAtEverything());

        assertThat(read(c).epoch()).isEqualTo(before);
        assertThat(losses(a)).isZero();
    }

    /** {@code c} has read it, and nobody else is there who knows of it. */
    private String lostWhileOthersFilledItsPlace() {
        String before = read(b).epoch();
        MASTERS.detach();
        b.move();
        send(a, "lost");
        assertThat(contents(read(c))).endsWith("lost");
        a.close();
        send(b, "n4");
        send(b, "n5");
        return before;
    }

    private long send(Moving from, String content) {
        AppendOutcome outcome = from.store().append(ChatNode.message("alice", bob, content, null));
        return ((AppendOutcome.Stored) outcome).message().chatSeq();
    }

    private InboxPage read(Moving by) {
        return by.store().readInbox(bob, 0, 100);
    }

    private static List<String> contents(InboxPage page) {
        return page.entries().stream().map(entry -> entry.message().content()).toList();
    }

    /** @param previous the stamp of what stands in front of it; empty when that is not said */
    private String hint(String epoch, long number, String content, String previous) {
        String record =
                MessageRecord.of(ChatNode.message("alice", bob, content, null)).text();
        return String.join(
                "\n",
                "1",
                bob,
                epoch,
                Long.toString(number),
                "id of " + content,
                "7",
                record,
                "1700000000000",
                previous);
    }

    private static double losses(Moving gateway) {
        return metric(gateway.store(), "messages_chat_losses_total");
    }

    private static boolean isUp(ChatNode chatNode) {
        return chatNode.notifications().health().status() == HealthIndicator.Status.HEALTHY;
    }

    private static double metric(RedisMessageStore store, String name) {
        return store.metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value();
    }
}
