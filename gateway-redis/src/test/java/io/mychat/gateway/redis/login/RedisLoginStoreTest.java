package io.mychat.gateway.redis.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.redis.testing.RedisServers;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.login.LoginAnswer;
import io.mychat.gateway.spi.login.LoginClaim;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.LoginOutcome;
import io.mychat.gateway.spi.session.OwnSession;
import io.mychat.gateway.spi.session.Platform.WhenFull;
import io.mychat.gateway.spi.session.SeatRule;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.session.SessionOwner;
import io.mychat.gateway.spi.session.SessionStore;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.testkit.login.LoginStoreContract;
import io.mychat.gateway.testkit.session.ForwardingSessionStore;
import io.mychat.gateway.testkit.session.SeatModelContract;
import io.mychat.gateway.testkit.session.SessionStoreContract;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RedisLoginStoreTest {

    private static final SeatRule RULE = new SeatRule(1, WhenFull.KICK_OLDEST, 0);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    @AfterEach
    void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    @Nested
    class OnOneServer extends LoginStoreContract {

        @Override
        protected TestedStores newStores() {
            return stores(RedisServers.single());
        }
    }

    @Nested
    class OnACluster extends LoginStoreContract {

        @Override
        protected TestedStores newStores() {
            return stores(RedisServers.cluster());
        }
    }

    @Nested
    class SeatsOnOneServer extends SessionStoreContract {

        @Override
        protected SessionStore newStore() {
            return seats(RedisServers.single());
        }
    }

    @Nested
    class SeatsOnACluster extends SessionStoreContract {

        @Override
        protected SessionStore newStore() {
            return seats(RedisServers.cluster());
        }
    }

    @Nested
    class SeatsAgainstTheModel extends SeatModelContract {

        @Override
        protected SessionStore newStore() {
            return seats(RedisServers.single());
        }

        @Override
        protected int sequences() {
            return 8;
        }
    }

    @Test
    void aLoginTakesOneRoundTrip() {
        assertThat(leastRoundTrips(RedisServers.single())).isEqualTo(1);
    }

    @Test
    void aLoginOnAClusterTakesTwo() {
        assertThat(leastRoundTrips(RedisServers.cluster())).isEqualTo(2);
    }

    /** Of some logins that get no seat: an index in the background follows the others, and now and then a gateway says that it lives. */
    private long leastRoundTrips(RedisSettings settings) {
        TestLogins one = opened(settings);
        assertThat(one.logins.login(claim("s1", "d1", WhenFull.REJECT))).isInstanceOf(LoginAnswer.Admitted.class);
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 30; i++) {
            long before = one.redis.roundTrips();
            assertThat(one.logins.login(claim("s2", "d2", WhenFull.REJECT))).isInstanceOf(LoginAnswer.NoFreeSeat.class);
            least = Math.min(least, one.redis.roundTrips() - before);
        }
        return least;
    }

    @Test
    void rubbishInTheKeysOfTokensRevokesNothing() {
        TestLogins one = opened(RedisServers.single());
        one.redis.call(RedisCommand.write("RPUSH", one.redis.keys().tokenGeneration("alice"), "rubbish"));
        assertThat(one.logins.login(claim("s1"))).isInstanceOf(LoginAnswer.Admitted.class);
        one.redis.call(RedisCommand.write("SET", one.redis.keys().tokenGeneration("alice"), "99999999999999999"));
        assertThat(one.logins.login(claim("s2"))).isInstanceOf(LoginAnswer.Admitted.class);
    }

    @Test
    void aLoginWhoseAnswerIsLostIsTakenBack() {
        RedisProcess server = RedisProcess.start();
        open.push(server);
        TestLogins one = opened(RedisServers.of(server).withDeadline(Duration.ofMillis(300)));
        one.sessions.attach(new NoSessions());
        one.logins.login(claim("s1"));
        server.pause();
        assertThatThrownBy(() -> one.logins.login(claim("s2"))).isInstanceOf(StoreUnavailableException.class);

        server.resume();

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(() -> one.sessions.sessionsOf("alice").stream()
                        .noneMatch(session -> session.id().equals("s2")));
    }

    private static final class NoSessions implements SessionOwner {

        @Override
        public Collection<OwnSession> ownSessions() {
            return List.of();
        }

        @Override
        public SeatRule seatRule(Session session) {
            return RULE;
        }

        @Override
        public void onLost(Session session, LoginOutcome.Cause cause) {}
    }

    private TestLogins opened(RedisSettings settings) {
        TestLogins logins = new TestLogins(settings);
        open.push(logins);
        return logins;
    }

    private LoginStoreContract.TestedStores stores(RedisSettings settings) {
        TestLogins one = opened(settings);
        return new LoginStoreContract.TestedStores(one.logins, one.tokens, one.sessions, one.messages);
    }

    private SessionStore seats(RedisSettings settings) {
        TestLogins one = opened(settings);
        return new ForwardingSessionStore(one.sessions) {
            @Override
            public LoginOutcome login(Session candidate, SeatRule rule) {
                LoginAnswer answer = one.logins.login(new LoginClaim(candidate, rule, List.of(), Optional.empty()));
                return answer instanceof LoginAnswer.Admitted admitted
                        ? admitted.seat()
                        : new LoginOutcome.NoFreeSeat();
            }
        };
    }

    private static LoginClaim claim(String sessionId) {
        return claim(sessionId, "d1", WhenFull.KICK_OLDEST);
    }

    private static LoginClaim claim(String sessionId, String deviceId, WhenFull whenFull) {
        UserInfo alice = new UserInfo("alice", "alice", Set.of());
        DeviceKey device = new DeviceKey("web", deviceId);
        Instant now = Instant.parse("2025-01-08T10:30:00Z");
        return new LoginClaim(
                new Session(sessionId, alice, device, "192.0.2.1", now, 0, "node-1"),
                new SeatRule(1, whenFull, 0),
                List.of(new TokenClaims("t1", alice, device, "f1", 0, now, now.plus(Duration.ofHours(1)))),
                Optional.empty());
    }
}
