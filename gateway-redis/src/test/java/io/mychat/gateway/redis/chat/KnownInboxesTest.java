package io.mychat.gateway.redis.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.testkit.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class KnownInboxesTest {

    private static final Duration SPAN = Duration.ofMinutes(15);

    private final ManualTime time = new ManualTime();
    private final KnownInboxes known = new KnownInboxes(time);

    @Test
    void howLongRedisIsAwayDoesNotMatter() {
        known.put("early", "e", 1, "m1");
        time.advance(Duration.ofMinutes(16));
        known.put("alice", "e", 1, "m2");
        time.advance(Duration.ofMinutes(10));
        known.put("bob", "e", 1, "m3");

        time.advance(Duration.ofHours(2));

        assertThat(known.appendedWithin(SPAN)).containsExactlyInAnyOrder("alice", "bob");
    }

    @Test
    void whatOthersPutBehindOnesOwnMessageKeepsItsPlace() {
        known.put("alice", "e", 3, "m1");
        known.saw("alice", "e", 9);

        assertThat(known.of("alice").number()).isEqualTo(9);
        assertThat(known.of("alice").ownId()).isEqualTo("m1");
        assertThat(known.of("alice").ownNumber()).isEqualTo(3);
    }
}
