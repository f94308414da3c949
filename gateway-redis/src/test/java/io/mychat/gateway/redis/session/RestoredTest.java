package io.mychat.gateway.redis.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.redis.testing.RedisServers;
import io.mychat.gateway.spi.session.Platform.WhenFull;
import io.mychat.gateway.spi.session.SeatRule;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** While a session is missing from Redis nobody sends hints to its node. */
class RestoredTest {

    private static final SeatRule ONE = new SeatRule(1, WhenFull.KICK_OLDEST, 0, Duration.ofMinutes(5));

    @Test
    void whoseSessionIsPutBackIsSaidOnce() {
        try (TestNode node = new TestNode("a", RedisServers.single(), ONE, SessionSettings.defaults())) {
            node.seated("s1", "alice", "web", "d1");
            node.seated("s2", "bob", "web", "d1");
            node.loseUser("alice");

            node.store.refreshNow();
            node.store.refreshNow();

            assertThat(node.restored).containsExactly("alice");
            assertThat(node.store.sessionsOf("alice")).hasSize(1);
        }
    }
}
