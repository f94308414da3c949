package io.mychat.gateway.testkit.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.session.IdempotencyClaim;
import io.mychat.gateway.spi.session.IdempotencyClaim.Answered;
import io.mychat.gateway.spi.session.IdempotencyClaim.Granted;
import io.mychat.gateway.spi.session.IdempotencyClaim.Reused;
import io.mychat.gateway.spi.session.IdempotencyClaim.Running;
import io.mychat.gateway.spi.session.IdempotencyStore;
import io.mychat.gateway.testkit.ConcurrentRun;
import io.mychat.gateway.testkit.ContractRules;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The contract of {@link IdempotencyStore} (protocol.md section 2, {@code Idempotency-Key}). A subclass creates empty
 * stores and advances their time.
 *
 * @since 0.1.0
 */
@ExtendWith(ContractRules.class)
public abstract class IdempotencyStoreContract {

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration KEEP = Duration.ofHours(24);
    private static final int THREADS = 8;

    private IdempotencyStore store;

    /** Called by JUnit. */
    protected IdempotencyStoreContract() {}

    /** Creates an empty store; called before each test. */
    protected abstract IdempotencyStore newStore();

    /** Advances the time of the store. */
    protected abstract void elapse(Duration duration);

    @BeforeEach
    void makeStore() {
        store = newStore();
    }

    @Test
    void aFreeKeyIsGrantedAndThenTheSameRequestIsUnderWay() {
        assertThat(claim("k")).isInstanceOf(Granted.class);

        assertThat(claim("k")).isEqualTo(new Running());
        assertThat(claim("other")).isInstanceOf(Granted.class);
    }

    @Test
    void whoRepeatsARequestGetsItsAnswer() {
        store.complete("k", ticket("k"), "{\"delivered\":2}", KEEP);

        assertThat(claim("k")).isEqualTo(new Answered("{\"delivered\":2}"));
        assertThat(claim("k")).isEqualTo(new Answered("{\"delivered\":2}"));
    }

    @Test
    void anotherRequestMayNotUseTheKey() {
        String ticket = ticket("k");
        assertThat(store.claim("k", "another", LEASE)).isEqualTo(new Reused());

        store.complete("k", ticket, "a", KEEP);

        assertThat(store.claim("k", "another", LEASE)).isEqualTo(new Reused());
        assertThat(claim("k")).isEqualTo(new Answered("a"));
    }

    @Test
    void anAnswerIsKeptForAsLongAsItWasAskedForFromTheMomentItCame() {
        String ticket = ticket("k");
        elapse(Duration.ofSeconds(20));
        store.complete("k", ticket, "a", KEEP);

        elapse(KEEP.minusSeconds(2));
        assertThat(claim("k")).isEqualTo(new Answered("a"));
        elapse(Duration.ofSeconds(3));

        assertThat(store.claim("k", "another", LEASE)).isInstanceOf(Granted.class);
    }

    @Test
    void answersOfDifferentLivesEndEachAtItsOwnTime() {
        store.complete("long", ticket("long"), "a", KEEP);
        store.complete("short", ticket("short"), "b", Duration.ofMinutes(1));

        elapse(Duration.ofMinutes(2));

        assertThat(claim("short")).isInstanceOf(Granted.class);
        assertThat(claim("long")).isEqualTo(new Answered("a"));
    }

    @Test
    void aReleasedKeyIsFreeForAnyRequest() {
        store.release("k", ticket("k"));

        assertThat(store.claim("k", "another", LEASE)).isInstanceOf(Granted.class);
    }

    @Test
    void aLeaseThatEndedFreesTheKey() {
        String dead = ticket("k");
        elapse(LEASE.plusSeconds(1));

        String living = ticket("k");

        assertThat(living).isNotEqualTo(dead);
        assertThat(claim("k")).isEqualTo(new Running());
    }

    @Test
    void whoLostItsLeaseTouchesNothingOfItsSuccessor() {
        String dead = ticket("k");
        elapse(LEASE.plusSeconds(1));
        String living = ticket("k");

        store.release("k", dead);
        store.complete("k", dead, "late", KEEP);

        assertThat(claim("k")).isEqualTo(new Running());
        store.complete("k", living, "a", KEEP);
        store.complete("k", dead, "late", KEEP);
        store.release("k", dead);
        assertThat(claim("k")).isEqualTo(new Answered("a"));
    }

    @Test
    void anAnswerIsGivenOnce() {
        String ticket = ticket("k");
        store.complete("k", ticket, "a", KEEP);

        store.complete("k", ticket, "b", KEEP);
        store.release("k", ticket);

        assertThat(claim("k")).isEqualTo(new Answered("a"));
    }

    @Test
    void theLongestKeyAndAnswerAreKept() {
        String key = "k".repeat(IdempotencyStore.MAX_KEY_LENGTH);
        String answer = "\u00fc".repeat(IdempotencyStore.MAX_ANSWER_LENGTH);
        Granted granted = (Granted) store.claim(key, key, LEASE);

        store.complete(key, granted.ticket(), answer, KEEP);

        assertThat(store.claim(key, key, LEASE)).isEqualTo(new Answered(answer));
    }

    @Test
    void ofManyWhoAskAtOnceOneIsGranted() {
        for (int round = 0; round < 50; round++) {
            String key = "k" + round;

            List<IdempotencyClaim> claims = ConcurrentRun.run(THREADS, thread -> claim(key));

            assertThat(claims).filteredOn(Granted.class::isInstance).hasSize(1);
            assertThat(claims).filteredOn(Running.class::isInstance).hasSize(THREADS - 1);
        }
    }

    private IdempotencyClaim claim(String key) {
        return store.claim(key, "a request", LEASE);
    }

    private String ticket(String key) {
        IdempotencyClaim claim = claim(key);
        assertThat(claim).isInstanceOf(Granted.class);
        return ((Granted) claim).ticket();
    }
}
