package io.mychat.gateway.redis.auth;

import io.mychat.gateway.redis.client.Command;
import io.mychat.gateway.redis.client.Deadline;
import io.mychat.gateway.redis.client.Keys;
import io.mychat.gateway.redis.client.LuaScript;
import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.client.Reply;
import io.mychat.gateway.spi.auth.RefreshGrant;
import io.mychat.gateway.spi.auth.RotationOutcome;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.auth.TokenStore;
import io.mychat.gateway.spi.session.DeviceKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Refresh tokens and revocations of all gateways. A family's state changes in one script on its slot; the way from a
 * token's hash to its family is an index in another slot, and what it says is checked by the script. A user's families are
 * listed in the user's slot.
 *
 * <p>A gateway that ends between two slots leaves an index to nothing, or a successor that its client never got; both are
 * harmless: the client asks again with the predecessor. Everything expires by itself.
 */
public final class RedisTokenStore implements TokenStore {

    /** Clocks that differ, and tokens signed a moment after their generation was read. */
    private static final Duration SLACK = Duration.ofMinutes(5);

    private static final int MOST_FAMILIES = 100;

    /** A generation is a time in microseconds: none is as high as this (2^52), which the script knows too. */
    private static final long NO_GENERATION = 1L << 52;

    private static final Pattern GENERATION = Pattern.compile("\\d{1,16}");
    private static final String SHARED = "family.lua";
    private static final LuaScript OPEN = LuaScript.load(RedisTokenStore.class, SHARED, "open.lua");
    private static final LuaScript ROTATE = LuaScript.load(RedisTokenStore.class, SHARED, "rotate.lua");
    private static final LuaScript REVOKE = LuaScript.load(RedisTokenStore.class, SHARED, "revoke.lua");
    private static final LuaScript RAISE = LuaScript.load(RedisTokenStore.class, "generation.lua");

    private final Redis redis;
    private final Keys keys;
    private final Duration remembered;
    private final Supplier<String> clock;

    /** @param accessLifetime the longest that an access token lives: revocations are remembered a little longer */
    public RedisTokenStore(Redis redis, Duration accessLifetime) {
        this(redis, accessLifetime, () -> "");
    }

    /** @param clock the time that a test has, in milliseconds; empty: Redis's own, which all gateways share */
    RedisTokenStore(Redis redis, Duration accessLifetime, Supplier<String> clock) {
        this.redis = redis;
        this.keys = redis.keys();
        this.remembered = accessLifetime.plus(SLACK);
        this.clock = clock;
    }

    @Override
    public long generation(String userId) {
        return generation(redis.call(Command.read("GET", keys.tokenGeneration(userId))));
    }

    /** What is stored; 0, as if nothing were, when that is rubbish. */
    private static long generation(@Nullable Object stored) {
        String text = Reply.text(stored);
        if (!GENERATION.matcher(text).matches()) {
            return 0;
        }
        long generation = Long.parseLong(text);
        return generation < NO_GENERATION ? generation : 0;
    }

    @Override
    public void open(RefreshGrant grant, String tokenHash) {
        Deadline deadline = redis.deadline();
        String familyId = grant.familyId();
        Command begin = OPEN.on(
                family(familyId),
                clock.get(),
                remembered.toMillis(),
                Grants.write(grant),
                tokenHash,
                grant.expiresAt().toEpochMilli(),
                grant.expiresAt().toString(),
                Grants.device(grant.device()));
        List<Command> all = new ArrayList<>();
        all.add(begin);
        all.add(index(tokenHash, familyId, grant.userId(), grant.expiresAt()));
        all.addAll(list(grant.userId(), familyId, grant.expiresAt()));
        all.add(Command.read("ZRANGE", keys.tokenFamilies(grant.userId()), 0, -MOST_FAMILIES - 1));
        List<Reply> replies = redis.all(all, deadline);
        replies.forEach(Reply::get);
        if (replies.get(0).number() == 0 || replies.get(1).text().isEmpty()) {
            throw new IllegalArgumentException("a family begins once, with a token of its own");
        }
        revokeAll(grant.userId(), Reply.texts(replies.get(replies.size() - 1).get()), "", deadline);
    }

    @Override
    public RotationOutcome rotate(String tokenHash, String successorHash, Instant expiresAt) {
        Deadline deadline = redis.deadline();
        Optional<TokenOwner> owner = ownerOf(tokenHash, deadline);
        if (owner.isEmpty()) {
            return new RotationOutcome.Unknown();
        }
        String familyId = owner.get().familyId();
        String userId = owner.get().userId();
        Command replace = ROTATE.on(
                family(familyId),
                clock.get(),
                remembered.toMillis(),
                tokenHash,
                successorHash,
                expiresAt.toEpochMilli(),
                expiresAt.toString());
        List<Command> all = new ArrayList<>();
        all.add(replace);
        all.add(index(successorHash, familyId, userId, expiresAt));
        List<Reply> replies = redis.all(all, deadline);
        List<String> answer = Reply.texts(replies.get(0).get());
        return switch (answer.get(0)) {
            case "rotated" -> {
                boolean isNew = !replies.get(1).text().isEmpty() || isIndexOf(successorHash, familyId, deadline);
                if (!isNew) {
                    throw new IllegalArgumentException("a successor must be new");
                }
                redis.all(list(userId, familyId, expiresAt), deadline).forEach(Reply::get);
                yield outcome(answer, RotationOutcome.Rotated::new);
            }
            case "reused" -> outcome(answer, RotationOutcome.Reused::new);
            case "taken" -> throw new IllegalArgumentException("a successor must be new");
            default -> new RotationOutcome.Unknown();
        };
    }

    /** Whom a rubbish grant was given to, nobody can say: its tokens are unknown. */
    private static RotationOutcome outcome(List<String> answer, Function<RefreshGrant, RotationOutcome> known) {
        return Grants.read(answer.get(1), answer.get(2)).map(known).orElseGet(RotationOutcome.Unknown::new);
    }

    @Override
    public boolean isRevoked(TokenClaims claims) {
        String userId = claims.user().userId();
        List<Command> questions = new ArrayList<>();
        questions.add(Command.read("EXISTS", keys.tokenRevoked(userId, claims.tokenId())));
        questions.add(Command.read("GET", keys.tokenGeneration(userId)));
        if (!claims.familyId().isEmpty()) {
            questions.add(Command.read("EXISTS", keys.familyRevoked(claims.familyId())));
        }
        List<Reply> replies = redis.all(questions);
        replies.forEach(Reply::get);
        return replies.get(0).number() > 0
                || claims.generation() < generation(replies.get(1).get())
                || (replies.size() > 2 && replies.get(2).number() > 0);
    }

    @Override
    public void revokeToken(TokenClaims claims) {
        Duration left = Duration.between(redis.time().now(), claims.expiresAt().plus(SLACK));
        if (!left.isNegative() && left.toMillis() > 0) {
            String key = keys.tokenRevoked(claims.user().userId(), claims.tokenId());
            redis.call(Command.write("SET", key, "1", "PX", left.toMillis()));
        }
    }

    /** A token of no family names the empty one, which cannot be revoked. */
    @Override
    public void revokeFamily(String familyId) {
        if (!familyId.isEmpty()) {
            redis.call(revocation(familyId, ""));
        }
    }

    @Override
    public List<RefreshGrant> revokeDevice(String userId, DeviceKey device) {
        Deadline deadline = redis.deadline();
        return revokeAll(userId, familiesOf(userId, deadline), Grants.device(device), deadline);
    }

    @Override
    public long revokeUser(String userId) {
        Deadline deadline = redis.deadline();
        Command raise = RAISE.on(List.of(keys.tokenGeneration(userId)), remembered.toMillis());
        long generation = Reply.number(redis.call(raise, deadline));
        revokeAll(userId, familiesOf(userId, deadline), "", deadline);
        return generation;
    }

    private List<String> familiesOf(String userId, Deadline deadline) {
        return Reply.texts(redis.call(Command.read("ZRANGE", keys.tokenFamilies(userId), 0, -1), deadline));
    }

    /** @param device only families made there; empty: all */
    private List<RefreshGrant> revokeAll(String userId, List<String> familyIds, String device, Deadline deadline) {
        if (familyIds.isEmpty()) {
            return List.of();
        }
        List<Reply> replies =
                redis.all(familyIds.stream().map(id -> revocation(id, device)).toList(), deadline);
        List<RefreshGrant> revoked = new ArrayList<>();
        List<Object> gone = new ArrayList<>();
        for (int i = 0; i < familyIds.size(); i++) {
            List<String> answer = Reply.texts(replies.get(i).get());
            if (!answer.isEmpty()) {
                Grants.read(answer.get(0), answer.get(1)).ifPresent(revoked::add);
            }
            if (!answer.isEmpty() || device.isEmpty()) {
                gone.add(familyIds.get(i));
            }
        }
        if (!gone.isEmpty()) {
            redis.call(Command.write("ZREM", keys.tokenFamilies(userId), gone.toArray()), deadline);
        }
        return revoked;
    }

    private Command revocation(String familyId, String device) {
        return REVOKE.on(family(familyId), clock.get(), remembered.toMillis(), device);
    }

    private Command index(String hash, String familyId, String userId, Instant expiresAt) {
        return Command.write(
                "SET", keys.tokenHash(hash), new TokenOwner(familyId, userId).text(), "PX", left(expiresAt), "NX");
    }

    private Optional<TokenOwner> ownerOf(String hash, Deadline deadline) {
        return TokenOwner.read(Reply.text(redis.call(Command.read("GET", keys.tokenHash(hash)), deadline)));
    }

    private boolean isIndexOf(String hash, String familyId, Deadline deadline) {
        return ownerOf(hash, deadline)
                .filter(owner -> owner.familyId().equals(familyId))
                .isPresent();
    }

    /** Enters a family into the user's list, and keeps the list as long as any of them lives. */
    private List<Command> list(String userId, String familyId, Instant expiresAt) {
        String key = keys.tokenFamilies(userId);
        return List.of(
                Command.write("ZADD", key, expiresAt.toEpochMilli(), familyId),
                Command.write("PEXPIRE", key, Math.max(left(expiresAt), remembered.toMillis())));
    }

    private long left(Instant expiresAt) {
        return Math.max(1, Duration.between(redis.time().now(), expiresAt).toMillis());
    }

    private List<String> family(String familyId) {
        return List.of(keys.tokenFamily(familyId), keys.tokenDead(familyId), keys.familyRevoked(familyId));
    }
}
