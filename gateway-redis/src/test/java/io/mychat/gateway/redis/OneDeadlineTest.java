package io.mychat.gateway.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.redis.auth.RedisTokenStore;
import io.mychat.gateway.redis.chat.RedisMessageStore;
import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.node.Membership;
import io.mychat.gateway.redis.node.NodeSettings;
import io.mychat.gateway.redis.session.RedisSessionStore;
import io.mychat.gateway.redis.session.SessionSettings;
import io.mychat.gateway.redis.settings.MessageSettings;
import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.testing.RealTime;
import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.redis.testing.RedisServers;
import io.mychat.gateway.redis.testing.SlowProxy;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.auth.RefreshGrant;
import io.mychat.gateway.spi.auth.RotationRequest;
import io.mychat.gateway.spi.chat.NewMessage;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.Platform.WhenFull;
import io.mychat.gateway.spi.session.SeatRule;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.UserInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server so slow that one answer comes in time and two do not: a call waits for one deadline, whatever it does. */
class OneDeadlineTest {

    private static final Duration DEADLINE = Duration.ofMillis(1200);
    private static final Duration ANSWER = Duration.ofSeconds(1);
    private static final Duration BUSY_MACHINE = Duration.ofMillis(700);
    private static final int CONNECTIONS = 8;
    private static final SeatRule RULE = new SeatRule(1, WhenFull.KICK_OLDEST, 0);
    private static final DeviceKey WEB = new DeviceKey("web", "d1");

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private SlowProxy line;
    private Redis redis;

    @BeforeEach
    void connect() {
        RedisProcess server = opened(RedisProcess.start());
        line = opened(SlowProxy.to(server));
        redis = opened(Redis.of(
                RedisSettings.single("127.0.0.1", line.port())
                        .withKeyPrefix(RedisServers.of(server).servers().keyPrefix())
                        .withDeadline(DEADLINE),
                new RealTime()));
    }

    @AfterEach
    void close() throws Exception {
        line.delay(Duration.ZERO);
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    @Test
    void aSessionIsFoundOrNotInOneDeadline() {
        RedisSessionStore store = sessions();
        store.login(session("alice"), RULE);
        store.onlineUsers();

        endsInTime(() -> store.find("s-alice"));
    }

    @Test
    void theOnlineListIsReadOrNotInOneDeadline() {
        RedisSessionStore store = sessions();
        for (String user : List.of("alice", "bob", "carol")) {
            store.login(session(user), RULE);
        }
        store.onlineUsers();

        endsInTime(() -> store.online(100, Optional.empty()));
    }

    @Test
    void aTokenIsRotatedOrNotInOneDeadline() {
        RedisTokenStore tokens = new RedisTokenStore(redis, () -> Duration.ofHours(1));
        tokens.open(grant(), "hash-1");

        endsInTime(() -> tokens.rotate(new RotationRequest(
                "hash-1",
                new RotationRequest.Successor("hash-2", "sealed", grant().expiresAt()),
                Duration.ofDays(30_000),
                "192.0.2.1")));
    }

    @Test
    void aDevicesTokensAreRevokedOrNotInOneDeadline() {
        RedisTokenStore tokens = new RedisTokenStore(redis, () -> Duration.ofHours(1));
        tokens.open(grant(), "hash-1");

        endsInTime(() -> tokens.revokeDevice("alice", WEB));
    }

    @Test
    void aUsersTokensAreRevokedOrNotInOneDeadline() {
        RedisTokenStore tokens = new RedisTokenStore(redis, () -> Duration.ofHours(1));
        tokens.open(grant(), "hash-1");
        tokens.revokeUser("bob");

        endsInTime(() -> tokens.revokeUser("alice"));
    }

    @Test
    void aMessageIsStoredOrNotInOneDeadline() {
        RedisMessageStore messages = opened(RedisMessageStore.start(redis, MessageSettings.defaults(), "n1", Set::of));

        messages.append(message("m1"));
        // A pending message of the sender: the next one needs two steps.
        String chat = "dm:alice:bob";
        String bucket = "c" + Math.floorMod(chat.hashCode(), 1024);
        redis.call(RedisCommand.write(
                "ZADD",
                redis.keys().braced("chat:open:", bucket),
                0,
                chat + " 0000000000000001 1 " + System.currentTimeMillis() + " v1 n9"));

        endsInTime(() -> messages.append(message("m2")));
    }

    private static NewMessage message(String id) {
        return new NewMessage(id, "alice", "bob", "hello", id, "s1", Instant.parse("2025-01-08T10:30:00Z"));
    }

    /** The call needs two answers at least, and two do not come in time. Its scripts have to be known to the server. */
    private void endsInTime(Runnable call) {
        List<RedisCommand> pings = Collections.nCopies(1, RedisCommand.keyless("PING"));
        // Connections of their own for what runs in the background meanwhile.
        List<Thread> warm = Collections.nCopies(CONNECTIONS, pings).stream()
                .map(one -> new Thread(() -> redis.all(one)))
                .toList();
        warm.forEach(Thread::start);
        warm.forEach(OneDeadlineTest::join);
        line.delay(ANSWER);
        long start = System.nanoTime();

        try {
            assertThatThrownBy(call::run).isInstanceOf(StoreUnavailableException.class);
        } finally {
            line.delay(Duration.ZERO);
        }

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(DEADLINE.plus(BUSY_MACHINE));
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private RedisSessionStore sessions() {
        Membership membership = opened(new Membership(redis, NodeSettings.of("n1", Duration.ofSeconds(30))));
        membership.start();
        return opened(new RedisSessionStore(redis, membership, SessionSettings.defaults(), user -> {}));
    }

    private static Session session(String user) {
        return new Session(
                "s-" + user,
                new UserInfo(user, user, Set.of()),
                WEB,
                "192.0.2.1",
                Instant.parse("2025-01-08T10:30:00Z"),
                0,
                "n1");
    }

    private static RefreshGrant grant() {
        return new RefreshGrant(
                "family",
                new UserInfo("alice", "alice", Set.of()),
                WEB,
                Instant.now().plusSeconds(3600));
    }

    private <T extends AutoCloseable> T opened(T one) {
        open.push(one);
        return one;
    }
}
