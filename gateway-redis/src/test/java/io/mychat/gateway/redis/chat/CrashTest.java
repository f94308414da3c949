package io.mychat.gateway.redis.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.redis.chat.Crash.Ended;
import io.mychat.gateway.redis.chat.Crash.When;
import io.mychat.gateway.redis.settings.MessageSettings;
import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.settings.RedisSettings.Mode;
import io.mychat.gateway.redis.testing.RedisServers;
import io.mychat.gateway.spi.chat.AppendOutcome;
import io.mychat.gateway.spi.chat.AppendOutcome.Duplicate;
import io.mychat.gateway.spi.chat.AppendOutcome.Stored;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.chat.NewMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A gateway ends between any two steps of a message; another one goes on. */
class CrashTest {

    /** @param steps the calls of a message */
    record Kind(Supplier<RedisSettings> redis, int steps) {}

    /** @param inChat whether the message has got into its chat by then */
    record Point(RedisSettings redis, int steps, int atCall, When when, boolean inChat) {

        @Override
        public String toString() {
            return redis.servers().mode() + " in " + steps + ", call " + atCall + ", " + when;
        }
    }

    static Stream<Point> points() {
        return Stream.of(
                        new Kind(RedisServers::single, 1),
                        new Kind(RedisServers::single, 2),
                        new Kind(RedisServers::cluster, 2))
                .flatMap(kind -> IntStream.rangeClosed(1, kind.steps() + 1)
                        .boxed()
                        .flatMap(call -> Stream.of(When.values())
                                .map(when -> new Point(
                                        kind.redis().get(),
                                        kind.steps(),
                                        call,
                                        when,
                                        call > 1 || when != When.BEFORE))));
    }

    @ParameterizedTest
    @MethodSource("points")
    void theSweepOfAnotherFinishesIt(Point point) {
        try (ChatNode survivor = ChatNode.of(point.redis(), "n2")) {
            sendAndEnd(point, ChatNode.message("alice", "bob", "m1", null));

            survivor.store().sweep(Duration.ZERO);

            assertEverywhere(survivor.store(), point.inChat() ? List.of("m1") : List.of());
            assertNothingIsOpen(survivor);
        }
    }

    @ParameterizedTest
    @MethodSource("points")
    void aRetryFinishesIt(Point point) {
        try (ChatNode survivor = ChatNode.of(point.redis(), "n2")) {
            sendAndEnd(point, ChatNode.message("alice", "bob", "m1", "c1"));

            AppendOutcome outcome = survivor.store().append(ChatNode.message("alice", "bob", "m1", "c1"));

            assertThat(outcome).isInstanceOf(point.inChat() ? Duplicate.class : Stored.class);
            assertEverywhere(survivor.store(), List.of("m1"));
            survivor.store().sweep(Duration.ZERO);
            assertEverywhere(survivor.store(), List.of("m1"));
            assertNothingIsOpen(survivor);
        }
    }

    @ParameterizedTest
    @MethodSource("points")
    void theSendersNextMessageComesAfterIt(Point point) {
        try (ChatNode survivor = ChatNode.of(point.redis(), "n2")) {
            survivor.store().append(ChatNode.message("alice", "bob", "m0", null));
            sendAndEnd(point, ChatNode.message("alice", "bob", "m1", null));

            survivor.store().append(ChatNode.message("alice", "bob", "m2", null));

            List<String> all = point.inChat() ? List.of("m0", "m1", "m2") : List.of("m0", "m2");
            assertEverywhere(survivor.store(), all);
            survivor.store().sweep(Duration.ZERO);
            assertEverywhere(survivor.store(), all);
            assertNothingIsOpen(survivor);
        }
    }

    static Stream<Point> sweeps() {
        return Stream.<Supplier<RedisSettings>>of(RedisServers::single, RedisServers::cluster)
                .flatMap(redis -> Stream.of(When.values()).map(when -> new Point(redis.get(), 2, 1, when, true)));
    }

    @ParameterizedTest
    @MethodSource("sweeps")
    void aSweepThatEndsInTheMiddleIsFinishedByTheNext(Point point) {
        try (ChatNode survivor = ChatNode.of(point.redis(), "n3")) {
            sendAndEnd(
                    new Point(point.redis(), 2, 1, When.AFTER_ALL, true), ChatNode.message("alice", "bob", "m1", null));
            int looks = point.redis().servers().mode() == Mode.CLUSTER ? ChatKeys.BUCKETS / 128 : 2;
            for (int call = 1; call <= 3 + looks && !PendingMarks.of(survivor).isEmpty(); call++) {
                int atCall = call;
                try (ChatNode sweeping = ChatNode.of(
                        point.redis(),
                        "n2",
                        MessageSettings.defaults(),
                        redis -> new Crash(redis, atCall, point.when()))) {
                    assertThatThrownBy(() -> sweeping.store().sweep(Duration.ZERO))
                            .isInstanceOf(Ended.class);
                    sweeping.stopAbruptly();
                } catch (Ended e) {
                    assertThat(e).isNotNull();
                }
            }

            survivor.store().sweep(Duration.ZERO);

            assertEverywhere(survivor.store(), List.of("m1"));
            assertNothingIsOpen(survivor);
        }
    }

    @ParameterizedTest
    @MethodSource("points")
    void onlyWhatWasMissingSomewhereCountsAsSwept(Point point) {
        try (ChatNode survivor = ChatNode.of(point.redis(), "n2")) {
            sendAndEnd(point, ChatNode.message("alice", "bob", "m1", null));
            boolean missing = point.steps() == 2
                    && point.inChat()
                    && (point.atCall() == 1 || (point.atCall() == 2 && point.when() != When.AFTER_ALL));

            survivor.store().sweep(Duration.ZERO);

            assertThat(survivor.store().metrics())
                    .filteredOn(metric -> metric.name().equals("messages_swept_total"))
                    .extracting(metric -> metric.value())
                    .containsExactly(missing ? 1.0 : 0.0);
        }
    }

    private static void sendAndEnd(Point point, NewMessage message) {
        UnaryOperator<RedisCalls> crash = redis -> new Crash(redis, point.atCall(), point.when());
        ChatNode dying = point.steps() == 1
                ? ChatNode.of(point.redis(), "n1", MessageSettings.defaults(), crash)
                : ChatNode.inTwoSteps(point.redis(), "n1", MessageSettings.defaults(), crash);
        if (point.atCall() <= point.steps()) {
            assertThatThrownBy(() -> dying.store().append(message)).isInstanceOf(Ended.class);
        } else {
            // Ends before or after the mark is taken away.
            dying.store().append(message);
            assertThatThrownBy(() -> dying.store().sweep(Duration.ofHours(1))).isInstanceOf(Ended.class);
        }
        dying.stopAbruptly();
    }

    private static void assertEverywhere(MessageStore store, List<String> contents) {
        assertThat(store.history(ChatId.between("alice", "bob"), 100, Optional.empty())
                        .orElseThrow()
                        .messages())
                .extracting(message -> message.content())
                .isEqualTo(contents);
        for (String user : List.of("alice", "bob")) {
            List<InboxEntry> entries = store.readInbox(user, 0, 100).entries();
            List<String> found = new ArrayList<>();
            entries.forEach(entry -> found.add(entry.message().content()));
            assertThat(found).as("inbox of " + user).isEqualTo(contents);
            assertThat(entries)
                    .extracting(InboxEntry::inboxSeq)
                    .isEqualTo(IntStream.rangeClosed(1, contents.size())
                            .mapToObj(Long::valueOf)
                            .toList());
        }
    }

    private static void assertNothingIsOpen(ChatNode chatNode) {
        assertThat(PendingMarks.of(chatNode)).isEmpty();
    }
}
