package io.mychat.gateway.redis.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.redis.client.Deadline;
import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.session.PendingIndexWrites.Batch;
import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.testing.RealTime;
import io.mychat.gateway.spi.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PendingIndexWritesTest {

    /** Never called: only its deadlines are wanted. */
    private final Redis redis =
            Redis.of(RedisSettings.single("127.0.0.1", 1).withDeadline(Duration.ofMillis(20)), new RealTime());

    private final PendingIndexWrites users = new PendingIndexWrites();

    @AfterEach
    void close() {
        redis.close();
    }

    @Test
    void whatFailedIsPutAsideAndNobodyWaitsForIt() {
        users.add("alice", "s1", List.of());
        users.add("bob", "s2", List.of("old"));
        Batch batch = users.take(10);
        assertThatThrownBy(() -> users.awaitTried(soon())).isInstanceOf(StoreUnavailableException.class);

        users.tried(batch, Set.of("bob"));

        users.awaitTried(soon());
        assertThat(users.take(10).isEmpty()).isTrue();
        assertThat(users.all()).containsExactly("bob");
        assertThat(users.userOf("s1")).isEmpty();
        assertThat(users.userOf("s2")).contains("bob");
        Batch again = users.takeAside(10);
        assertThat(lost(again, "bob")).containsExactly("old");
        users.awaitTried(soon());
        users.tried(again, Set.of());
        assertThat(users.all()).isEmpty();
        assertThat(users.userOf("s2")).isEmpty();
    }

    @Test
    void whatChangesWhileItIsWrittenIsWrittenOnceMore() {
        users.add("alice", "s1", List.of());
        Batch batch = users.take(10);
        users.add("alice", "s2", List.of("s1"));

        users.tried(batch, Set.of());

        assertThat(users.userOf("s1")).isEmpty();
        assertThat(users.userOf("s2")).contains("alice");
        assertThat(lost(users.take(10), "alice")).containsExactly("s1");
    }

    @Test
    void aChangeBringsTheUsersDeferredWriteForward() {
        users.add("alice", "s1", List.of("old"));
        users.tried(users.take(10), Set.of("alice"));
        users.add("alice", null, List.of("s1"));

        assertThat(users.asideSize()).isZero();
        assertThat(lost(users.take(10), "alice")).containsExactlyInAnyOrder("old", "s1");
    }

    @Test
    void whatChangesLaterIsNotWaitedFor() {
        users.add("alice", "s1", List.of());
        Batch batch = users.take(10);
        users.tried(batch, Set.of());
        Deadline deadline = soon();

        users.awaitTried(deadline);
        users.add("bob", "s2", List.of());
        assertThatThrownBy(() -> users.awaitTried(soon())).isInstanceOf(StoreUnavailableException.class);
    }

    private static Set<String> lost(Batch batch, String user) {
        return Objects.requireNonNull(batch.users().get(user)).lost();
    }

    private Deadline soon() {
        return redis.deadline();
    }
}
