package io.mychat.gateway.redis.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.redis.chat.TwoMasters.Moving;
import io.mychat.gateway.spi.chat.InboxEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Three gateways change over from one master to another in any order, while they store and read and hear of one another early and
 * late: a session that is not told of a loss has got exactly what is there, and nothing that was answered is missing.
 */
class FailOverModelTest {

    private static final String BOB = "bob";
    private static final int STEPS = 30;
    private static final int ROUNDS = 24;

    private static final TwoMasters MASTERS = new TwoMasters();
    private static final Channel OF_OLD = MASTERS.listenOnOld("inbox:hints:n3");
    private static final Channel OF_NEXT = MASTERS.listenOnNext("inbox:hints:n3");

    @BeforeAll
    static void twoMasters() {
        MASTERS.detach();
    }

    @AfterAll
    static void stop() {
        OF_OLD.close();
        OF_NEXT.close();
        MASTERS.close();
    }

    @Test
    void nothingIsLostInSilence() {
        int told = 0;
        for (int seed = 0; seed < ROUNDS; seed++) {
            told += round(seed);
        }
        assertThat(told).as("rounds that lost something").isBetween(2, ROUNDS / 2);
    }

    @Test
    @Tag("proof")
    void nothingIsLostInSilenceForLonger() {
        for (int seed = 1000; seed < 4000; seed++) {
            int unused = round(seed);
        }
    }

    /** Returns 1 when the session was told of a loss. In every second round all change over at once, and nothing is lost. */
    private static int round(int seed) {
        MASTERS.forget();
        Random random = new Random(seed);
        List<String> answered = new ArrayList<>();
        Deque<String> channel = new ArrayDeque<>();
        try (Moving a = MASTERS.gateway("n1");
                Moving b = MASTERS.gateway("n2");
                Moving c = MASTERS.gateway("n3")) {
            List<Moving> gateways = List.of(a, b, c);
            c.logIn(BOB, "n3");
            send(a, answered, random);
            OF_OLD.take().forEach(line -> c.store().onNotification(line));
            answered.clear();
            LiveSession session = new LiveSession(c.store(), BOB);
            c.store().listen(session);
            int fork = random.nextInt(STEPS);
            boolean together = seed % 2 == 0;
            boolean isForked = false;
            List<Moving> toLook = new ArrayList<>();
            for (int step = 0; step < STEPS; step++) {
                if (step == fork) {
                    MASTERS.copy();
                    isForked = true;
                    if (together) {
                        gateways.forEach(Moving::move);
                        toLook.addAll(gateways);
                    }
                }
                Moving one = gateways.get(random.nextInt(3));
                switch (random.nextInt(10)) {
                    case 0, 1, 2, 3 -> {
                        if (isForked && random.nextInt(4) == 0) {
                            Moving other = gateways.get(random.nextInt(3));
                            boolean moves = random.nextBoolean();
                            one.beforeNextInboxAnswer(() -> {
                                if (moves && one.move()) {
                                    toLook.add(one);
                                }
                                send(other, answered, random);
                            });
                        }
                        send(one, answered, random);
                    }
                    case 4 -> one.store().readInbox(BOB, 0, 0);
                    case 5 -> {
                        if (isForked && one.move()) {
                            toLook.add(one);
                        }
                    }
                    case 6 -> one.store().lookAtUnconfirmed();
                    case 7 -> {
                        if (!toLook.isEmpty()) {
                            toLook.remove(random.nextInt(toLook.size())).store().lookAtEverything();
                        }
                    }
                    default -> {
                        for (int i = random.nextInt(4); i > 0 && !channel.isEmpty(); i--) {
                            c.store().onNotification(channel.poll());
                        }
                    }
                }
                // What comes on the line that it does not have is lost.
                List<String> ofOldMaster = OF_OLD.take();
                List<String> ofNewMaster = OF_NEXT.take();
                channel.addAll(c.isMoved() ? ofNewMaster : ofOldMaster);
                if (random.nextBoolean()) {
                    session.run();
                }
            }
            gateways.forEach(Moving::move);
            channel.forEach(line -> c.store().onNotification(line));
            gateways.forEach(gateway -> gateway.store().lookAtEverything());
            gateways.forEach(gateway -> gateway.store().lookAtUnconfirmed());
            OF_NEXT.take().forEach(line -> c.store().onNotification(line));
            session.run();

            List<String> there = c.store().readInbox(BOB, 0, 1000).entries().stream()
                    .map(FailOverModelTest::content)
                    .toList();
            assertThat(session.epoch())
                    .as("seed " + seed)
                    .isEqualTo(c.store().readInbox(BOB, 0, 0).epoch());
            assertThat(there).as("seed " + seed).endsWith(session.delivered().toArray(String[]::new));
            if (together) {
                assertThat(session.losses())
                        .as("seed " + seed + ": nothing was lost")
                        .isZero();
            }
            if (session.losses() > 0) {
                assertThat(session.delivered()).as("seed " + seed).isEqualTo(there);
                return 1;
            }
            assertThat(session.delivered())
                    .as("seed " + seed + ": told of no loss")
                    .containsExactlyInAnyOrderElementsOf(answered);
            return 0;
        }
    }

    private static void send(Moving by, List<String> answered, Random random) {
        String content = "m" + answered.size() + " " + random.nextInt(1000);
        by.store().append(ChatNode.message("alice", BOB, content, null));
        answered.add(content);
    }

    private static String content(InboxEntry entry) {
        return entry.message().content();
    }
}
