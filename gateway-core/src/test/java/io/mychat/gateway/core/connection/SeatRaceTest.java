package io.mychat.gateway.core.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.Devices;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.testkit.Seed;
import io.mychat.gateway.testkit.Together;
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

    private final Seed seed = Seed.get();

    @Test
    void afterAThousandRacesTheStoreAndTheOpenConnectionsAgree() {
        race(1_000);
    }

    @Test
    @Tag("proof")
    void afterTwentyThousandRacesTheStoreAndTheOpenConnectionsAgree() {
        race(20_000);
    }

    private void race(int rounds) {
        try (RaceTrack track = new RaceTrack()) {
            for (int round = 0; round < rounds; round++) {
                race(track, round);
            }
        }
    }

    private void race(RaceTrack track, int round) {
        Random random = seed.random(round);
        List<Rival> rivals =
                IntStream.range(0, CONNECTIONS).mapToObj(i -> track.open()).toList();
        List<DeviceKey> devices = rivals.stream()
                .map(rival -> new DeviceKey(random.nextBoolean() ? "web" : "ios", "d" + random.nextInt(2)))
                .toList();
        // Some are there before the race, so that there is something to take over, to kick and to end.
        int before = random.nextInt(3);
        IntStream.range(0, before).forEach(i -> track.bind(rivals.get(i), devices.get(i)));
        Rival leaves = rivals.get(random.nextInt(CONNECTIONS));
        Rival idles = rivals.get(random.nextInt(CONNECTIONS));
        DeviceKey kicked = devices.get(random.nextInt(CONNECTIONS));

        Together.run(THREADS, thread -> {
            switch (thread - CONNECTIONS) {
                case 0 -> leaves.peerLeaves();
                case 1 -> idles.client().close(CloseReason.IDLE, "idle");
                case 2 -> track.manager().endings().kick("alice", Devices.of(kicked), Loss.KICKED);
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
        rivals.forEach(rival -> eachLoserIsClosedOnce(track, rival, rival == leaves, rival == idles, round));
        rivals.forEach(Rival::peerLeaves);
        track.settle();
        assertThat(track.store().onlineUsers())
                .as("seats left, round %s, %s", round, seed)
                .isZero();
        assertThat(track.manager().connections()).isEmpty();
        assertThat(track.manager().connectionsOf("alice")).isEmpty();
    }

    private void storeAndConnectionsAgree(RaceTrack track, List<Rival> rivals, int round) {
        List<Rival> open = rivals.stream().filter(Rival::isOpen).toList();
        List<String> bound = open.stream()
                .filter(rival -> rival.client().session().isPresent())
                .map(rival -> rival.client().id())
                .toList();
        List<Session> seated = track.store().sessionsOf("alice");
        assertThat(seated)
                .as("seats and live sessions, round %s, %s", round, seed)
                .extracting(Session::id)
                .containsExactlyInAnyOrderElementsOf(bound);
        assertThat(track.manager().connectionsOf("alice"))
                .as("round %s, %s", round, seed)
                .extracting(ClientConnection::id)
                .containsExactlyInAnyOrderElementsOf(bound);
        assertThat(track.manager().connections())
                .as("round %s, %s", round, seed)
                .containsExactlyInAnyOrderElementsOf(
                        open.stream().map(Rival::client).toList());
        Map<String, Long> seats = seated.stream()
                .collect(Collectors.groupingBy(one -> one.device().platform(), Collectors.counting()));
        assertThat(seats.getOrDefault("web", 0L)).isLessThanOrEqualTo(1);
        assertThat(seats.getOrDefault("ios", 0L)).isLessThanOrEqualTo(2);
    }

    private void eachLoserIsClosedOnce(RaceTrack track, Rival rival, boolean leaves, boolean idles, int round) {
        List<String> lost = track.displaced(rival.client().id());
        String what = "closes " + rival.closes() + " of " + rival.client().id() + ", displaced " + lost + ", round "
                + round + ", " + seed;
        assertThat(lost).as(what).hasSizeLessThanOrEqualTo(1);
        assertThat(rival.closes()).as(what).hasSizeLessThanOrEqualTo(1);
        List<CloseReason> due = lost.stream()
                .map(reason -> reason.equals("replaced") ? CloseReason.REPLACED : CloseReason.KICKED)
                .toList();
        if (!leaves && !idles) {
            assertThat(rival.closes()).as(what).isEqualTo(due);
        } else if (rival.closes().contains(CloseReason.IDLE)) {
            assertThat(idles).as(what).isTrue();
        } else if (!rival.closes().isEmpty()) {
            assertThat(rival.closes()).as(what).isEqualTo(due);
        }
    }
}
