package io.mychat.gateway.testkit.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.DeviceSelector;
import io.mychat.gateway.spi.session.LoginOutcome;
import io.mychat.gateway.spi.session.LoginOutcome.Admitted;
import io.mychat.gateway.spi.session.LoginOutcome.Displaced;
import io.mychat.gateway.spi.session.LoginOutcome.NoFreeSeat;
import io.mychat.gateway.spi.session.Platform.WhenFull;
import io.mychat.gateway.spi.session.SeatRule;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.SessionStore;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.testkit.ContractRules;
import io.mychat.gateway.testkit.RandomSeed;
import io.mychat.gateway.testkit.session.SeatModel.Seat;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Random logins, take-overs and removals on a {@link SessionStore}, compared after each step with {@link SeatModel}. It
 * complements the single cases of {@link SessionStoreContract}. A subclass creates empty stores; {@code -Dgateway.seed}
 * repeats a run.
 *
 * @since 0.1.0
 */
@ExtendWith(ContractRules.class)
public abstract class SeatModelContract {

    private static final int STEPS = 100;
    private static final List<String> USERS = List.of("alice", "bob");
    private static final int DEVICES = 5;
    private static final Map<String, SeatRule> PLATFORMS = Map.of(
            "web", new SeatRule(1, WhenFull.KICK_OLDEST, 0),
            "ios", new SeatRule(3, WhenFull.KICK_OLDEST, 0),
            "tv", new SeatRule(1, WhenFull.REJECT, 0),
            "desktop", new SeatRule(2, WhenFull.REJECT, 0),
            "watch", new SeatRule(2, WhenFull.KICK_OLDEST, 5));

    private final RandomSeed randomSeed = RandomSeed.get();

    /** Called by JUnit. */
    protected SeatModelContract() {}

    /** Creates an empty store; called for each sequence of a hundred steps. */
    protected abstract SessionStore newStore();

    /** The number of sequences; smaller for stores with a round trip per step. */
    protected int sequences() {
        return 100;
    }

    @Test
    void whateverHappensTheStoreAgreesWithTheModel() {
        for (int i = 0; i < sequences(); i++) {
            new Sequence(newStore(), i).run();
        }
    }

    /** A store, a model, and all sessions so far. */
    private final class Sequence {

        private final SessionStore store;
        private final int number;
        private final Random random;
        private final SeatModel model = new SeatModel();
        private final Map<String, Session> ever = new HashMap<>();
        private String step = "";

        Sequence(SessionStore store, int number) {
            this.store = store;
            this.number = number;
            this.random = randomSeed.random(number);
        }

        void run() {
            for (int i = 0; i < STEPS; i++) {
                switch (random.nextInt(10)) {
                    case 0, 1 -> removeOne();
                    case 2 -> removeWhatNeverWas();
                    case 3 -> removeDevices();
                    default -> login(random.nextInt(20) == 0);
                }
                agree();
            }
        }

        private void login(boolean again) {
            String id = again && !ever.isEmpty() ? any(List.copyOf(ever.keySet())) : "s" + ever.size();
            Session known = ever.get(id);
            Session candidate = known != null ? known : session(id, any(USERS), device());
            SeatRule rule =
                    Objects.requireNonNull(PLATFORMS.get(candidate.device().platform()));
            step = "login of " + candidate.device() + " of " + candidate.userId() + " as " + id;
            Optional<Map<Seat, LoginOutcome.Cause>> expected = model.login(seat(candidate), rule);

            LoginOutcome outcome = store.login(candidate, rule);

            if (expected.isEmpty()) {
                assertThat(outcome).as(this::where).isInstanceOf(NoFreeSeat.class);
                return;
            }
            assertThat(outcome).as(this::where).isInstanceOf(Admitted.class);
            Admitted admitted = (Admitted) outcome;
            assertThat(admitted.displaced().stream()
                            .collect(Collectors.toMap(lost -> seat(lost.session()), Displaced::cause)))
                    .as(this::where)
                    .isEqualTo(expected.get());
            assertThat(admitted.others())
                    .as(this::where)
                    .extracting(SeatModelContract::seat)
                    .containsExactlyElementsOf(model.seatsOf(candidate.userId()).stream()
                            .filter(other -> !other.sessionId().equals(id))
                            .toList());
            ever.put(id, admitted.session());
        }

        /** The end of a current or former connection; a timeout is the same for the store. */
        private void removeOne() {
            if (ever.isEmpty()) {
                return;
            }
            Session session = any(List.copyOf(ever.values()));
            step = "removal of " + session.id();
            boolean there =
                    !model.leave(seat -> seat.sessionId().equals(session.id())).isEmpty();
            assertThat(store.remove(session)).as(this::where).isEqualTo(there);
        }

        private void removeWhatNeverWas() {
            if (ever.isEmpty()) {
                return;
            }
            Session session = any(List.copyOf(ever.values()));
            step = "removal of another login of " + session.id();
            assertThat(store.remove(session.withLoginSeq(session.loginSeq() - 1)))
                    .as(this::where)
                    .isFalse();
        }

        private void removeDevices() {
            String user = any(USERS);
            DeviceKey one = device();
            boolean wholePlatform = random.nextBoolean();
            step = "kick of " + user + " on " + one + (wholePlatform ? " and its platform" : "");
            List<Seat> expected = model.leave(seat -> seat.userId().equals(user)
                    && (wholePlatform
                            ? seat.device().platform().equals(one.platform())
                            : seat.device().equals(one)));
            assertThat(store.removeDevices(
                            user,
                            wholePlatform ? DeviceSelector.ofPlatform(one.platform()) : DeviceSelector.of(one),
                            LoginOutcome.Cause.KICKED))
                    .as(this::where)
                    .extracting(SeatModelContract::seat)
                    .containsExactlyInAnyOrderElementsOf(expected);
        }

        private void agree() {
            for (String user : USERS) {
                assertThat(store.sessionsOf(user))
                        .as(this::where)
                        .extracting(SeatModelContract::seat)
                        .containsExactlyElementsOf(model.seatsOf(user));
            }
            Set<String> seated = model.seats().stream().map(Seat::sessionId).collect(Collectors.toSet());
            for (Session session : ever.values()) {
                boolean current = seated.contains(session.id());
                assertThat(store.isCurrent(session)).as(this::where).isEqualTo(current);
                assertThat(store.find(session.id()))
                        .as(this::where)
                        .isEqualTo(current ? Optional.of(session) : Optional.empty());
            }
            assertThat(store.onlineUsers())
                    .as(this::where)
                    .isEqualTo(USERS.stream()
                            .filter(user -> !model.seatsOf(user).isEmpty())
                            .count());
        }

        private DeviceKey device() {
            return new DeviceKey(any(PLATFORMS.keySet().stream().sorted().toList()), "d" + random.nextInt(DEVICES));
        }

        private <T> T any(List<T> list) {
            return list.get(random.nextInt(list.size()));
        }

        private String where() {
            return step + ", sequence " + number + ", " + randomSeed;
        }
    }

    private static Seat seat(Session session) {
        return new Seat(session.id(), session.userId(), session.device());
    }

    private static Session session(String id, String userId, DeviceKey device) {
        return new Session(
                id,
                new UserInfo(userId, userId, Set.of()),
                device,
                "192.0.2.1",
                Instant.parse("2025-01-08T10:30:00Z"),
                0,
                "node-1");
    }
}
