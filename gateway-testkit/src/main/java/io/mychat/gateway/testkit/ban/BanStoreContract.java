package io.mychat.gateway.testkit.ban;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.ban.Ban;
import io.mychat.gateway.spi.ban.BanList;
import io.mychat.gateway.spi.ban.BanStore;
import io.mychat.gateway.spi.ban.BanTarget;
import io.mychat.gateway.spi.ban.BanTerms;
import io.mychat.gateway.spi.ban.BanVersion;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.testkit.ConcurrentRun;
import io.mychat.gateway.testkit.ContractRules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The contract of {@link BanStore}. A subclass creates empty stores and has their time.
 *
 * @since 0.1.0
 */
@ExtendWith(ContractRules.class)
public abstract class BanStoreContract {

    private static final int MANY = 1000;
    private static final int THREADS = 8;
    private static final int PER_THREAD = 10;

    private BanStore store;

    /** Called by JUnit. */
    protected BanStoreContract() {}

    /** Creates an empty store; called before each test. */
    protected abstract BanStore newStore();

    /** The time of the store, with whole milliseconds. */
    protected abstract Instant now();

    /** Advances the time of the store. */
    protected abstract void elapse(Duration duration);

    @BeforeEach
    void makeStore() {
        store = newStore();
    }

    @Test
    void anEmptyStoreHasNothingToTell() {
        assertThat(store.changedSince(BanVersion.NONE)).isEmpty();
    }

    @Test
    void everyKindOfBanIsReadAsItWasAdded() {
        List<Ban> bans = List.of(
                ban("b-1", new BanTarget.User("älice"), "älice@example.org", Optional.empty()),
                ban("b-2", new BanTarget.Device("bob", new DeviceKey("ios", "p.1")), "", end(Duration.ofHours(1))),
                ban("b-3", new BanTarget.Address("2001:db8::/64"), "", Optional.empty()),
                automatic("b-4", Duration.ofMinutes(5)));

        bans.forEach(ban -> assertThat(store.add(ban, MANY)).isTrue());

        assertThat(list().bans()).containsExactlyInAnyOrderElementsOf(bans);
    }

    @Test
    void aKnownVersionIsNotReadAgain() {
        assertThat(store.add(user("b-1"), MANY)).isTrue();
        BanVersion known = list().version();

        assertThat(store.changedSince(known)).isEmpty();
        assertThat(store.add(user("b-2"), MANY)).isTrue();
        BanVersion next = store.changedSince(known).orElseThrow().version();
        assertThat(next.number()).isGreaterThan(known.number());
        assertThat(next.hasLost(known)).isFalse();
    }

    @Test
    void theSameBanAgainChangesNothing() {
        assertThat(store.add(user("b-1"), 1)).isTrue();
        BanVersion known = list().version();

        assertThat(store.add(user("b-1"), 1)).isTrue();

        assertThat(store.changedSince(known)).isEmpty();
    }

    @Test
    void aRemovedBanIsGone() {
        assertThat(store.add(user("b-1"), MANY)).isTrue();
        BanVersion known = list().version();

        assertThat(store.remove("b-1")).isTrue();

        assertThat(store.changedSince(known).orElseThrow().bans()).isEmpty();
        assertThat(store.remove("b-1")).isFalse();
        assertThat(store.remove("never-there")).isFalse();
    }

    @Test
    void eachKindHasItsOwnRoom() {
        assertThat(store.add(user("b-1"), 1)).isTrue();
        BanVersion known = list().version();

        assertThat(store.add(user("b-2"), 1)).isFalse();

        assertThat(store.changedSince(known)).isEmpty();
        assertThat(store.add(automatic("b-3", Duration.ofMinutes(5)), 1)).isTrue();
        assertThat(store.add(automatic("b-4", Duration.ofMinutes(5)), 1)).isFalse();
    }

    @Test
    void aBanThatHasEndedTakesNoRoom() {
        assertThat(store.add(automatic("b-1", Duration.ofSeconds(5)), 1)).isTrue();

        elapse(Duration.ofSeconds(6));

        assertThat(store.add(automatic("b-2", Duration.ofSeconds(5)), 1)).isTrue();
        assertThat(list().bans()).extracting(Ban::id).containsExactly("b-2");
    }

    @Test
    void lostBansArePutBackAndOthersStay() {
        assertThat(store.add(user("b-1"), MANY)).isTrue();
        BanVersion known = list().version();
        Ban other = ban("b-1", new BanTarget.User("somebody else"), "", Optional.empty());
        List<Ban> lost = new ArrayList<>(List.of(other));
        for (int i = 2; i < 500; i++) {
            lost.add(user("b-" + i));
        }

        store.restore(lost);

        BanList list = store.changedSince(known).orElseThrow();
        assertThat(list.bans()).hasSize(499).contains(user("b-1")).doesNotContain(other);
        assertThat(list.version().hasLost(known)).isFalse();
    }

    @Test
    void concurrentChangesAreAllKeptWithinTheBound() {
        int most = THREADS * PER_THREAD / 2;

        List<Long> added = ConcurrentRun.run(
                THREADS,
                thread -> IntStream.range(0, PER_THREAD)
                        .filter(i -> store.add(user("b-" + thread + "-" + i), most))
                        .count());

        assertThat(added.stream().mapToLong(Long::longValue).sum()).isEqualTo(most);
        assertThat(list().bans()).hasSize(most);
        assertThat(list().version().number()).isEqualTo(most);
    }

    private BanList list() {
        return store.changedSince(BanVersion.NONE).orElseThrow();
    }

    private Ban user(String id) {
        return ban(id, new BanTarget.User("user " + id), "", Optional.empty());
    }

    private Ban automatic(String id, Duration length) {
        return new Ban(
                id,
                new BanTarget.Address("192.0.2.1"),
                "",
                new BanTerms("broken frames", "gateway", now(), end(length), true));
    }

    private Ban ban(String id, BanTarget target, String username, Optional<Instant> until) {
        return new Ban(id, target, username, new BanTerms("spam", "user root", now(), until, false));
    }

    private Optional<Instant> end(Duration length) {
        return Optional.of(now().plus(length));
    }
}
