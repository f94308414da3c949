package io.mychat.gateway.redis.login;

import io.mychat.gateway.redis.auth.RedisTokenStore;
import io.mychat.gateway.redis.auth.RevocationCheck;
import io.mychat.gateway.redis.chat.BoundsCall;
import io.mychat.gateway.redis.chat.RedisMessageStore;
import io.mychat.gateway.redis.client.Deadline;
import io.mychat.gateway.redis.client.LuaScript;
import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.redis.session.RedisSessionStore;
import io.mychat.gateway.redis.session.SeatCall;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.auth.TokenStore;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.login.LoginAnswer;
import io.mychat.gateway.spi.login.LoginClaim;
import io.mychat.gateway.spi.login.LoginStore;
import io.mychat.gateway.spi.session.LoginOutcome;
import io.mychat.gateway.spi.session.SessionStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The {@link LoginStore} of a cluster of gateways: one script on the keys of one user, which calls those of the seat and of the
 * inbox. In a Redis cluster the family of a token is in another slot and is asked for before, as without this class. Thread-safe.
 */
public final class RedisLoginStore implements LoginStore {

    private static final LuaScript LOGIN = LuaScript.calling(
            new TreeMap<>(Map.of("seat", SeatCall.script(), "bounds", BoundsCall.script())),
            LuaScript.load(RedisLoginStore.class, "login.lua"));

    private final Redis redis;
    private final RedisTokenStore tokens;
    private final RedisSessionStore sessions;
    private final RedisMessageStore messages;

    public RedisLoginStore(
            Redis redis, RedisTokenStore tokens, RedisSessionStore sessions, RedisMessageStore messages) {
        this.redis = redis;
        this.tokens = tokens;
        this.sessions = sessions;
        this.messages = messages;
    }

    @Override
    public boolean combines(TokenStore ofTokens, SessionStore ofSessions, MessageStore ofMessages) {
        return ofTokens == tokens && ofSessions == sessions && ofMessages == messages;
    }

    @Override
    public LoginAnswer login(LoginClaim claim) {
        String userId = claim.candidate().userId();
        SeatCall seat = sessions.seatCall(claim.candidate(), claim.rule());
        BoundsCall bounds = claim.position()
                .map(from -> messages.boundsCall(userId, from.epoch(), from.seq()))
                .orElseGet(() -> messages.boundsCall(userId));
        RevocationCheck check = tokens.revocationCheck(claim.tokens());
        Deadline deadline = redis.deadline();
        if (isRevoked(check.families(), deadline)) {
            return new LoginAnswer.Revoked();
        }
        try {
            return answer(redis.call(command(seat.command(), bounds.command(), check), deadline), seat, bounds);
        } catch (StoreUnavailableException e) {
            seat.failed();
            throw e;
        }
    }

    private boolean isRevoked(List<RedisCommand> families, Deadline deadline) {
        if (families.isEmpty()) {
            return false;
        }
        return redis.all(families, deadline).stream()
                        .mapToLong(reply -> reply.number())
                        .sum()
                > 0;
    }

    private static RedisCommand command(RedisCommand seat, RedisCommand bounds, RevocationCheck check) {
        List<String> keys = new ArrayList<>(seat.keys());
        keys.addAll(bounds.keys());
        keys.addAll(check.keys());
        List<Object> args = new ArrayList<>();
        args.add(seat.keys().size());
        args.add(seat.args().size() - 1);
        args.add(bounds.keys().size());
        args.add(bounds.args().size() - 1);
        // In front of each script's own arguments stands its digest.
        args.addAll(seat.args().subList(1, seat.args().size()));
        args.addAll(bounds.args().subList(1, bounds.args().size()));
        args.addAll(check.args());
        return LOGIN.on(keys, args.toArray());
    }

    private static LoginAnswer answer(@Nullable Object raw, SeatCall seat, BoundsCall bounds) {
        List<@Nullable Object> parts = RedisReply.list(raw);
        if (parts.isEmpty()) {
            return new LoginAnswer.Revoked();
        }
        return seat.outcome(parts.get(0)) instanceof LoginOutcome.Admitted admitted
                ? new LoginAnswer.Admitted(admitted, bounds.page(parts.get(1)))
                : new LoginAnswer.NoFreeSeat();
    }
}
