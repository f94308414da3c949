package io.mychat.gateway.redis.login;

import io.mychat.gateway.redis.auth.RedisTokenStore;
import io.mychat.gateway.redis.chat.RedisMessageStore;
import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.node.Membership;
import io.mychat.gateway.redis.node.NodeSettings;
import io.mychat.gateway.redis.session.RedisSessionStore;
import io.mychat.gateway.redis.session.SessionSettings;
import io.mychat.gateway.redis.settings.MessageSettings;
import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.testing.RealTime;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.login.LoginAnswer;
import io.mychat.gateway.spi.login.LoginClaim;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.Platform.WhenFull;
import io.mychat.gateway.spi.session.SeatRule;
import io.mychat.gateway.spi.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The stores of one gateway as far as logins are concerned. */
public final class TestLogins implements AutoCloseable {

    private static final SeatRule RULE = new SeatRule(1, WhenFull.KICK_OLDEST, 0);

    final Redis redis;
    final Membership membership;
    final RedisMessageStore messages;
    final RedisSessionStore sessions;
    final RedisTokenStore tokens;
    final RedisLoginStore logins;

    public TestLogins(RedisSettings settings) {
        redis = Redis.of(settings, new RealTime());
        membership = new Membership(redis, NodeSettings.of("node-1", Duration.ofSeconds(10)));
        membership.start();
        messages = RedisMessageStore.start(redis, MessageSettings.defaults(), "node-1", membership::dead);
        sessions = new RedisSessionStore(redis, membership, SessionSettings.defaults(), user -> {});
        tokens = new RedisTokenStore(redis, () -> Duration.ofDays(1));
        logins = new RedisLoginStore(redis, tokens, sessions, messages);
    }

    /** Whether a login with this token is refused because that is revoked. */
    public boolean refuses(RedisTokenStore ofTokens, TokenClaims token) {
        Session candidate = new Session(
                "a session",
                token.user(),
                new DeviceKey("web", "d1"),
                "192.0.2.1",
                Instant.parse("2025-01-08T10:30:00Z"),
                0,
                "node-1");
        return new RedisLoginStore(redis, ofTokens, sessions, messages)
                        .login(new LoginClaim(candidate, RULE, List.of(token), Optional.empty()))
                instanceof LoginAnswer.Revoked;
    }

    @Override
    public void close() {
        sessions.close();
        messages.close();
        membership.close();
        redis.close();
    }
}
