package io.mychat.gateway.redis.auth;

import io.mychat.gateway.redis.auth.FamilyScripts.Which;
import io.mychat.gateway.redis.client.Deadline;
import io.mychat.gateway.redis.client.Keys;
import io.mychat.gateway.redis.client.LuaScript;
import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.redis.settings.RedisSettings.Mode;
import io.mychat.gateway.spi.auth.RefreshGrant;
import io.mychat.gateway.spi.auth.RotationOutcome;
import io.mychat.gateway.spi.auth.RotationRequest;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.auth.TokenStore;
import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.DeviceKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Refresh tokens and revocations of all gateways. One script on the slot of a family changes its state. The way from
 * the hash of a token to its family is an index in another slot, which the script verifies. The families of a user are
 * listed in the user's slot.
 *
 * <p>A revocation outlives every access token that it concerns, regardless of the settings of the gateway that issued
 * it: a family records the latest expiry of its access tokens, and the list of the user is kept at least as long. No
 * revocation is ever shortened.
 *
 * <p>All data expires on its own.
 */
public final class RedisTokenStore implements TokenStore {

    private static final int MOST_FAMILIES = 100;

    /** A generation is a time in microseconds: none is as high as this (2^52), which the script knows too. */
    private static final long NO_GENERATION = 1L << 52;

    /**
     * The answer of the script of {@link #open} for a family that was revoked when only its user's list contained it.
     */
    private static final long REVOKED_BEFORE = 2;

    private static final Pattern SECONDS = Pattern.compile("\\d{1,12}");
    private static final Pattern GENERATION = Pattern.compile("\\d{1,16}");
    private static final LuaScript CHANGED = LuaScript.load(RedisTokenStore.class, "changed.lua");
    private static final LuaScript RAISE = LuaScript.load(RedisTokenStore.class, "generation.lua");

    private final Redis redis;
    private final Keys keys;
    private final RevocationMemory memory;
    private final FamilyScripts scripts;
    private final TokenIndex index;
    private final Grants grants;
    private final TokenRotation rotation;
    private final FamilyRevocation revocation;

    /**
     * @param lifetime the longest lifetime of access tokens that are issued now: revocations are remembered a little
     *     longer
     */
    public RedisTokenStore(Redis redis, Supplier<Duration> lifetime) {
        this(redis, lifetime, () -> "");
    }

    /** @param clock the time that a test has, in milliseconds; empty: Redis's own, which all gateways share */
    RedisTokenStore(Redis redis, Supplier<Duration> lifetime, Supplier<String> clock) {
        this.redis = redis;
        this.keys = redis.keys();
        this.memory = new RevocationMemory(lifetime, clock);
        this.scripts = new FamilyScripts(keys, memory);
        this.index = new TokenIndex(redis, memory);
        this.grants = new Grants(redis.time());
        this.rotation = new TokenRotation(redis, scripts, index, grants);
        this.revocation = new FamilyRevocation(redis, scripts, index, grants);
    }

    @Override
    public long generation(String userId) {
        return generation(redis.call(RedisCommand.read("GET", keys.tokenGeneration(userId))));
    }

    /** The stored generation; an invalid one counts as 0, as if none were stored. */
    private static long generation(@Nullable Object stored) {
        String text = RedisReply.text(stored);
        if (!GENERATION.matcher(text).matches()) {
            return 0;
        }
        long generation = Long.parseLong(text);
        return generation < NO_GENERATION ? generation : 0;
    }

    @Override
    public long open(RefreshGrant grant, String tokenHash) {
        Deadline deadline = redis.deadline();
        TokenOwner owner = new TokenOwner(grant.familyId(), grant.userId());
        RedisCommand begin = scripts.open(grant, tokenHash);
        List<RedisReply> replies = redis.all(
                List.of(
                        begin,
                        index.enter(tokenHash, owner, grant.expiresAt()),
                        index.list(owner, grant.expiresAt()),
                        RedisCommand.read("ZRANGE", keys.tokenFamilies(owner.userId()), 0, -MOST_FAMILIES - 1)),
                deadline);
        replies.forEach(RedisReply::get);
        long begun = replies.get(0).number();
        if (begun == 0 || !index.isEntered(replies.get(1), tokenHash, owner, deadline)) {
            throw new IllegalArgumentException("a family begins once, with a token of its own");
        }
        revocation.revoke(owner.userId(), RedisReply.texts(replies.get(3).get()), Which.ALL, deadline);
        return begun == REVOKED_BEFORE ? REVOKED : generation(replies.get(2).get());
    }

    @Override
    public RotationOutcome rotate(RotationRequest request) {
        return rotation.rotate(request);
    }

    @Override
    public Optional<RefreshGrant> find(String tokenHash) {
        Deadline deadline = redis.deadline();
        return index.ownerOf(tokenHash, deadline).flatMap(owner -> {
            RedisCommand find = scripts.find(owner.familyId(), tokenHash);
            List<String> answer = RedisReply.texts(redis.call(find, deadline));
            return answer.isEmpty() ? Optional.empty() : grants.read(answer.get(0), answer.get(1));
        });
    }

    @Override
    public boolean isRevoked(TokenClaims claims) {
        String userId = claims.user().userId();
        List<RedisCommand> questions = new ArrayList<>();
        questions.add(RedisCommand.read("EXISTS", keys.tokenRevoked(userId, claims.tokenId())));
        questions.add(RedisCommand.read("GET", keys.tokenGeneration(userId)));
        boolean isOfAFamily = !claims.familyId().isEmpty();
        questions.add(
                isOfAFamily
                        ? RedisCommand.read("EXISTS", keys.familyRevoked(claims.familyId()))
                        : RedisCommand.read("GET", keys.tokenChanged(userId)));
        List<RedisReply> replies = redis.all(questions);
        replies.forEach(RedisReply::get);
        return replies.get(0).number() > 0
                || claims.generation() < generation(replies.get(1).get())
                || (isOfAFamily
                        ? replies.get(2).number() > 0
                        : isOfAnEarlierAccount(
                                claims, RedisReply.text(replies.get(2).get())));
    }

    /** The question of {@link #isRevoked} about some tokens of one user, for a script that does more in the same step. */
    public RevocationCheck revocationCheck(List<TokenClaims> tokens) {
        return RevocationCheck.of(keys, tokens, redis.settings().servers().mode() == Mode.CLUSTER);
    }

    /** @param changed seconds; an invalid value counts as none */
    private static boolean isOfAnEarlierAccount(TokenClaims claims, String changed) {
        return SECONDS.matcher(changed).matches() && claims.issuedAt().getEpochSecond() <= Long.parseLong(changed);
    }

    @Override
    public void revokeToken(TokenClaims claims) {
        Duration left = Duration.between(redis.time().now(), claims.expiresAt().plus(memory.slack()));
        if (!left.isNegative() && left.toMillis() > 0) {
            String key = keys.tokenRevoked(claims.user().userId(), claims.tokenId());
            redis.call(RedisCommand.write("SET", key, "1", "PX", left.toMillis()));
        }
    }

    /** A token of no family names the empty one, which cannot be revoked. */
    @Override
    public void revokeFamily(String familyId) {
        if (!familyId.isEmpty()) {
            Deadline deadline = redis.deadline();
            List<String> answer = RedisReply.texts(redis.call(scripts.revoke(familyId, Which.ALL), deadline));
            index.tidy(index.forget(TokenIndex.rest(answer, 2)), deadline);
        }
    }

    @Override
    public List<RefreshGrant> revokeDevice(String userId, DeviceKey device) {
        Deadline deadline = redis.deadline();
        return revocation.revoke(userId, index.familiesOf(userId, deadline), Which.of(device), deadline);
    }

    @Override
    public long revokeUser(String userId) {
        Deadline deadline = redis.deadline();
        RedisCommand raise =
                RAISE.on(List.of(keys.tokenGeneration(userId), keys.tokenFamilies(userId)), memory.millis());
        long generation = RedisReply.number(redis.call(raise, deadline));
        revocation.revoke(userId, index.familiesOf(userId, deadline), Which.ALL, deadline);
        return generation;
    }

    @Override
    public void revokeOthers(AccountState current) {
        Deadline deadline = redis.deadline();
        String userId = current.userId();
        redis.call(CHANGED.on(List.of(keys.tokenChanged(userId)), memory.clock(), memory.millis()), deadline);
        revocation.revoke(userId, index.familiesOf(userId, deadline), Which.except(current), deadline);
    }
}
