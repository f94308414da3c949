package io.mychat.gateway.core.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.DeviceSelector;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.testkit.ConcurrentRun;
import io.mychat.gateway.testkit.RandomSeed;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Logins, take-overs, kicks, closes and ends of one user's connections, all at the same moment on their own threads. {@code
 * LoginRaceTest} lets clients meet in a whole gateway; here the calls themselves meet, without a transport's order.
 */
class SeatRaceTest {

    private static final int CONNECTIONS = 5;
    private static final int THREADS = CONNECTIONS + 3;

    private final RandomSeed randomSeed = RandomSeed.get();

    @Test
    void afterManyRacesTheStoreAndTheOpenConnectionsAgree() {
        race(300);
    }

    @Test
    @Tag("proof")
    void afterTwentyThousandRacesTheStoreAndTheOpenConnectionsAgree() {
        race(20_000);
    }

    private void race(int rounds) {
        try (RacingLogins track = new RacingLogins()) {
            for (int round = 0; round < rounds; round++) {
                race(track, round);
            }
        }
    }

    private void race(RacingLogins track, int round) {
        Random random = randomSeed.random(round);
        List<RacingConnection> rivals =
                IntStream.range(0, CONNECTIONS).mapToObj(i -> track.open()).toList();
        List<DeviceKey> devices = rivals.stream()
                .map(racingConnection -> new DeviceKey(random.nextBoolean() ? "web" : "ios", "d" + random.nextInt(2)))
                .toList();
        // Some are there before the race, so that there is something to take over, to kick and to end.
        int before = random.nextInt(3);
        IntStream.range(0, before).forEach(i -> track.bind(rivals.get(i), devices.get(i)));
        RacingConnection leaves = rivals.get(random.nextInt(CONNECTIONS));
        RacingConnection idles = rivals.get(random.nextInt(CONNECTIONS));
        DeviceKey kicked = devices.get(random.nextInt(CONNECTIONS));

        ConcurrentRun.run(THREADS, thread -> {
            switch (thread - CONNECTIONS) {
                case 0 -> leaves.peerLeaves();
                case 1 -> idles.client().close(CloseReason.IDLE, "idle");
                case 2 ->
                    track.manager().terminator().kick("alice", DeviceSelector.of(kicked), DisconnectReason.KICKED);
                default -> {
                    if (thread >= before) {
                        track.bind(rivals.get(thread), devices.get(thread));
                    }
                }
            }
            return thread;
        });
        track.settle();

        storeAndConnectionsAgree(track, rivals, round);
        rivals.forEach(racingConnection -> eachLoserIsClosedOnce(
                track, racingConnection, racingConnection == leaves, racingConnection == idles, round));
        rivals.forEach(RacingConnection::peerLeaves);
        track.settle();
        assertThat(track.store().onlineUsers())
                .as("seats left, round %s, %s", round, randomSeed)
                .isZero();
        assertThat(track.manager().connections()).isEmpty();
        assertThat(track.manager().connectionsOf("alice")).isEmpty();
    }

    private void storeAndConnectionsAgree(RacingLogins track, List<RacingConnection> rivals, int round) {
        List<RacingConnection> open =
                rivals.stream().filter(RacingConnection::isOpen).toList();
        List<String> bound = open.stream()
                .filter(racingConnection -> racingConnection.client().session().isPresent())
                .map(racingConnection -> racingConnection.client().id())
                .toList();
        List<Session> seated = track.store().sessionsOf("alice");
        assertThat(seated)
                .as("seats and live sessions, round %s, %s", round, randomSeed)
                .extracting(Session::id)
                .containsExactlyInAnyOrderElementsOf(bound);
        assertThat(track.manager().connectionsOf("alice"))
                .as("round %s, %s", round, randomSeed)
                .extracting(ClientConnection::id)
                .containsExactlyInAnyOrderElementsOf(bound);
        assertThat(track.manager().connections())
                .as("round %s, %s", round, randomSeed)
                .containsExactlyInAnyOrderElementsOf(
                        open.stream().map(RacingConnection::client).toList());
        Map<String, Long> seats = seated.stream()
                .collect(Collectors.groupingBy(one -> one.device().platform(), Collectors.counting()));
        assertThat(seats.getOrDefault("web", 0L)).isLessThanOrEqualTo(1);
        assertThat(seats.getOrDefault("ios", 0L)).isLessThanOrEqualTo(2);
    }

    private void eachLoserIsClosedOnce(
            RacingLogins track, RacingConnection racingConnection, boolean leaves, boolean idles, int round) {
        List<String> lost = track.displaced(racingConnection.client().id());
        String what = "closes " + racingConnection.closes() + " of "
                + racingConnection.client().id() + ", displaced " + lost + ", round " + round + ", " + randomSeed;
        assertThat(lost).as(what).hasSizeLessThanOrEqualTo(1);
        assertThat(racingConnection.closes()).as(what).hasSizeLessThanOrEqualTo(1);
        List<CloseReason> due = lost.stream()
                .map(reason -> reason.equals("replaced") ? CloseReason.REPLACED : CloseReason.KICKED)
                .toList();
        if (!leaves && !idles) {
            assertThat(racingConnection.closes()).as(what).isEqualTo(due);
        } else if (racingConnection.closes().contains(CloseReason.IDLE)) {
            assertThat(idles).as(what).isTrue();
        } else if (!racingConnection.closes().isEmpty()) {
            assertThat(racingConnection.closes()).as(what).isEqualTo(due);
        }
    }
}
