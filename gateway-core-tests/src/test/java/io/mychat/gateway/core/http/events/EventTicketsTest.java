package io.mychat.gateway.core.http.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.config.EventStreamConfig;
import io.mychat.gateway.testkit.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class EventTicketsTest {

    private static final int MOST = 10;

    private final ManualTime time = new ManualTime();
    private final AtomicInteger made = new AtomicInteger();
    private final EventTickets tickets = new EventTickets(
            () -> new EventStreamConfig(true, 10, 10, 10, 10, Duration.ofSeconds(1), MOST, Duration.ofSeconds(30)),
            () -> "ticket-" + made.incrementAndGet(),
            time);

    private Optional<String> issue(String user, int device) {
        return tickets.issue(new EventTickets.Owner(user, "device-" + device), "token of " + user);
    }

    @Test
    void aUserWithManyDevicesKeepsNobodyElseOut() {
        List<String> mallory = new ArrayList<>();
        for (int i = 0; i < MOST; i++) {
            mallory.add(issue("mallory", i).orElseThrow());
        }
        assertThat(issue("mallory", MOST)).as("nobody has more").isEmpty();

        Optional<String> alice = issue("alice", 0);

        assertThat(alice.flatMap(tickets::take)).contains("token of alice");
        assertThat(tickets.take(mallory.get(0))).as("the oldest one of mallory").isEmpty();
        assertThat(tickets.take(mallory.get(1))).contains("token of mallory");
        assertThat(tickets.size()).isEqualTo(MOST - 2);
    }

    @Test
    void usersWithOneTicketEachLoseNone() {
        for (int i = 0; i < MOST; i++) {
            assertThat(issue("user-" + i, 0)).isPresent();
        }

        assertThat(issue("late", 0)).isEmpty();

        time.advance(Duration.ofSeconds(31));
        assertThat(issue("late", 0)).isPresent();
    }

    @Test
    void aDeviceHasOneTicketAndItOpensOneStream() {
        String first = issue("alice", 0).orElseThrow();
        String second = issue("alice", 0).orElseThrow();

        assertThat(tickets.take(first)).isEmpty();
        assertThat(tickets.take(second)).isPresent();
        assertThat(tickets.take(second)).isEmpty();
    }
}
