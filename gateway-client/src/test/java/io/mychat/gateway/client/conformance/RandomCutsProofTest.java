package io.mychat.gateway.client.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.client.BackoffSettings;
import io.mychat.gateway.client.Event;
import io.mychat.gateway.client.GatewayClient;
import io.mychat.gateway.client.LivenessSettings;
import io.mychat.gateway.client.data.Delivered;
import io.mychat.gateway.client.data.JsonObject;
import io.mychat.gateway.client.data.Sent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two people talk while their connections are cut at any byte; {@code -Dgateway.seed} repeats the cuts, {@code -Dcuts} says how many. */
@Tag("proof")
class RandomCutsProofTest {

    private static final int CUTS = Integer.getInteger("cuts", 1_000);
    private static final long SEED = Long.getLong("gateway.seed", System.nanoTime());
    private static final int MOST_OPEN = 40;

    private final Random random = new Random(SEED);
    private final AtomicInteger cuts = new AtomicInteger();
    private final List<Person> people = new ArrayList<>();

    /** One of the two, and what that one has seen. */
    private static final class Person {

        private final String name;
        private final List<String> sent = new ArrayList<>();
        private final List<String> received = new CopyOnWriteArrayList<>();
        private final List<String> faults = new CopyOnWriteArrayList<>();
        private final Set<String> ids = ConcurrentHashMap.newKeySet();
        private final AtomicInteger open = new AtomicInteger();
        private final GatewayClient client;

        Person(String name, String url, String apiUrl) {
            this.name = name;
            client = GatewayClient.builder(url)
                    .apiUrl(apiUrl)
                    .backoff(new BackoffSettings(5, 10, 200, 400, 100_000))
                    .liveness(new LivenessSettings(5_000, 1_000, 2_000, 2_000))
                    .report(failure -> faults.add(failure.toString()))
                    .build();
            client.on(Event.MESSAGE, this::receive);
            client.on(Event.GAP, gap -> faults.add(gap.toString()));
        }

        private void receive(Delivered message) {
            if (!ids.add(message.messageId()) || message.fromUser().equals(name)) {
                faults.add("doubled " + message.content());
            }
            received.add(message.content());
        }

        void write(Person other, int number) {
            String text = name + " " + number;
            sent.add(text);
            open.incrementAndGet();
            CompletionStage<Sent> storing = client.send(other.name, text);
            storing.whenComplete((stored, failure) -> {
                if (failure != null) {
                    faults.add(failure.toString());
                }
                open.decrementAndGet();
            });
        }
    }

    private synchronized Faults next() {
        if (cuts.get() >= CUTS) {
            return Faults.NONE;
        }
        cuts.incrementAndGet();
        String side = random.nextBoolean() ? "cutAfterServerBytes" : "cutAfterClientBytes";
        return Faults.of(JsonObject.of(Map.of(side, 1 + random.nextInt(4_000))));
    }

    @Test
    void randomCutsLoseAndDoubleNothing() throws Exception {
        Logger.getLogger("cuts").info("seed " + SEED);
        try (Gateway gateway = new Gateway("ordinary");
                FaultProxy proxy = new FaultProxy(gateway.port(), this::next)) {
            for (String name : List.of("alice", "bob")) {
                people.add(new Person(name, proxy.url(), gateway.apiUrl()));
            }
            Person alice = people.get(0);
            Person bob = people.get(1);
            for (Person person : people) {
                person.client.connect(gateway.credentials(person.name)).get(2, TimeUnit.MINUTES);
            }
            for (int i = 0; cuts.get() < CUTS || i % 50 != 0; i++) {
                alice.write(bob, i);
                bob.write(alice, i);
                do {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
                } while (alice.open.get() + bob.open.get() > MOST_OPEN);
            }
            Expectations.until(() -> {
                assertThat(alice.open.get() + bob.open.get()).isZero();
                assertThat(alice.received.size()).isGreaterThanOrEqualTo(bob.sent.size());
                assertThat(bob.received.size()).isGreaterThanOrEqualTo(alice.sent.size());
            });
            assertThat(alice.faults).isEmpty();
            assertThat(bob.faults).isEmpty();
            assertThat(alice.received).isEqualTo(bob.sent);
            assertThat(bob.received).isEqualTo(alice.sent);
            Logger.getLogger("cuts")
                    .info(cuts + " cuts, " + proxy.connections() + " connections, " + alice.sent.size() * 2
                            + " messages");
        } finally {
            people.forEach(person -> person.client.close());
        }
    }
}
