package io.mychat.gateway.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.session.IdempotencyClaim.Answered;
import io.mychat.gateway.spi.session.IdempotencyClaim.Granted;
import io.mychat.gateway.spi.session.IdempotencyClaim.Running;
import io.mychat.gateway.spi.session.IdempotencyStore;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.session.IdempotencyStoreContract;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class InMemoryIdempotencyStoreTest extends IdempotencyStoreContract {

    private static final Duration LONG = Duration.ofHours(1);

    private final ManualTime time = new ManualTime();
    private final InMemoryIdempotencyStore small = new InMemoryIdempotencyStore(time, 2);

    @Override
    protected IdempotencyStore newStore() {
        return new InMemoryIdempotencyStore(time, 1000);
    }

    @Override
    protected void elapse(Duration duration) {
        time.advance(duration);
    }

    @Test
    void beyondTheBoundTheOldestAnswersGoAndWhatIsUnderWayStays() {
        assertThat(small.claim("under way", "r", LONG)).isInstanceOf(Granted.class);
        for (String key : new String[] {"a", "b", "c"}) {
            Granted granted = (Granted) small.claim(key, "r", LONG);
            small.complete(key, granted.ticket(), key, LONG);
        }

        assertThat(small.size()).isEqualTo(2);
        assertThat(small.claim("a", "r", LONG)).isInstanceOf(Granted.class);
        assertThat(small.claim("b", "r", LONG)).isEqualTo(new Answered("b"));
        assertThat(small.claim("c", "r", LONG)).isEqualTo(new Answered("c"));
        assertThat(small.claim("under way", "r", LONG)).isEqualTo(new Running());
    }

    @Test
    void whatHasEndedTakesNoRoom() {
        Granted granted = (Granted) small.claim("a", "r", LONG);
        small.complete("a", granted.ticket(), "x", LONG);

        time.advance(LONG);
        small.claim("b", "r", LONG);

        assertThat(small.size()).isZero();
    }
}
