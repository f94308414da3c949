package io.mychat.gateway.redis.auth;

import io.mychat.gateway.redis.client.Command;
import io.mychat.gateway.redis.client.Deadline;
import io.mychat.gateway.redis.client.Keys;
import io.mychat.gateway.redis.client.LuaScript;
import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.spi.auth.RefreshGrant;
import io.mychat.gateway.spi.auth.RotationOutcome;
import io.mychat.gateway.spi.auth.RotationRequest;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.auth.TokenService;
import io.mychat.gateway.spi.auth.TokenStore;
import io.mychat.gateway.spi.session.AccountState;
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
 * <p>A revocation outlives every access token that it is about, whichever gateway issued it on whichever settings: a family
 * says until when one of its access tokens may be shown, and its user's list is kept at least as long. No revocation is
 * ever shortened.
 *
 * <p>A rotation writes what is harmless first, in every slot that it needs, and uses the token up last: where a part of
 * Redis does not answer, or too few replicas do, it is found before that, and the client may ask again whenever it likes. A
 * gateway that ends in between leaves an index to nothing, or a successor that its client never got: for the ten seconds of
 * a lost answer the client asks again with the predecessor. Everything expires by itself.
 */
public final class RedisTokenStore implements TokenStore {

    /** Clocks that differ, and tokens signed a moment after their generation was read. */
    private static final Duration SLACK = Duration.ofMinutes(5);

    private static final int MOST_FAMILIES = 100;

    /** A generation is a time in microseconds: none is as high as this (2^52), which the script knows too. */
    private static final long NO_GENERATION = 1L << 52;

    /** What the script of {@link #open} says of a family that was revoked when only its user's list had it. */
    private static final long REVOKED_BEFORE = 2;

    /** What the script says of a family that was to be spared. */
    private static final List<String> SPARED = List.of("spared");

    private static final Pattern SECONDS = Pattern.compile("\\d{1,12}");
    private static final Pattern GENERATION = Pattern.compile("\\d{1,16}");
    private static final String SHARED = "family.lua";
    private static final LuaScript OPEN = LuaScript.load(RedisTokenStore.class, SHARED, "open.lua");
    private static final LuaScript TOUCH = LuaScript.load(RedisTokenStore.class, SHARED, "touch.lua");
    private static final LuaScript ROTATE = LuaScript.load(RedisTokenStore.class, SHARED, "rotate.lua");
    private static final LuaScript FIND = LuaScript.load(RedisTokenStore.class, SHARED, "find.lua");
    private static final LuaScript REVOKE = LuaScript.load(RedisTokenStore.class, SHARED, "revoke.lua");
    private static final LuaScript CHANGED = LuaScript.load(RedisTokenStore.class, "changed.lua");
    private static final LuaScript RAISE = LuaScript.load(RedisTokenStore.class, "generation.lua");

    private final Redis redis;
    private final Keys keys;
    private final Duration atLeast;
    private final Supplier<String> clock;
    private final TokenIndex index;
    private volatile Supplier<Duration> lifetime = () -> Duration.ZERO;

    /**
     * @param atLeast so long, and a little longer, are revocations remembered at least: the life of access tokens that this
     *     store is not told of when they are issued
     */
    public RedisTokenStore(Redis redis, Duration atLeast) {
        this(redis, atLeast, () -> "");
    }

    /** @param clock the time that a test has, in milliseconds; empty: Redis's own, which all gateways share */
    RedisTokenStore(Redis redis, Duration atLeast, Supplier<String> clock) {
        this.redis = redis;
        this.keys = redis.keys();
        this.atLeast = atLeast;
        this.clock = clock;
        this.index = new TokenIndex(redis, this::remembered, clock);
    }

    @Override
    public void attach(TokenService tokens) {
        lifetime = tokens::lifetime;
    }

    /** How long an access token may be shown that is issued now, in milliseconds. */
    private long remembered() {
        Duration now = lifetime.get();
        return (now.compareTo(atLeast) > 0 ? now : atLeast).plus(SLACK).toMillis();
    }

    @Override
    public long generation(String userId) {
        return generation(redis.call(Command.read("GET", keys.tokenGeneration(userId))));
    }

    /** What is stored; 0, as if nothing were, when that is rubbish. */
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
        Command begin = OPEN.on(
                family(owner.familyId()),
                clock.get(),
                remembered(),
                Grants.write(grant),
                tokenHash,
                grant.expiresAt().toEpochMilli(),
                grant.expiresAt().toString(),
                Grants.device(grant.device()),
                grant.account().digest());
        List<RedisReply> replies = redis.all(
                List.of(
                        begin,
                        index.enter(tokenHash, owner, grant.expiresAt()),
                        index.list(owner, grant.expiresAt()),
                        Command.read("ZRANGE", keys.tokenFamilies(owner.userId()), 0, -MOST_FAMILIES - 1)),
                deadline);
        replies.forEach(RedisReply::get);
        long begun = replies.get(0).number();
        if (begun == 0 || !index.isEntered(replies.get(1), tokenHash, owner, deadline)) {
            throw new IllegalArgumentException("a family begins once, with a token of its own");
        }
        revokeAll(owner.userId(), RedisReply.texts(replies.get(3).get()), Which.ALL, deadline);
        return begun == REVOKED_BEFORE ? REVOKED : generation(replies.get(2).get());
    }

    @Override
    public RotationOutcome rotate(RotationRequest rotation) {
        String successorHash = rotation.successor().tokenHash();
        Instant expiresAt = rotation.successor().expiresAt();
        Deadline deadline = redis.deadline();
        Optional<TokenOwner> found = index.ownerOf(rotation.tokenHash(), deadline);
        if (found.isEmpty()) {
            return new RotationOutcome.Unknown();
        }
        TokenOwner owner = found.get();
        List<RedisReply> prepared = redis.all(
                List.of(
                        index.enter(successorHash, owner, expiresAt),
                        TOUCH.on(family(owner.familyId()), clock.get(), remembered()),
                        index.list(owner, expiresAt)),
                deadline);
        boolean isOurs = prepared.get(0).isFailed() || !prepared.get(0).text().isEmpty();
        List<Command> undoing = new ArrayList<>(isOurs ? index.forget(List.of(successorHash)) : List.of());
        boolean isRotated = false;
        try {
            prepared.forEach(RedisReply::get);
            if (!index.isEntered(prepared.get(0), successorHash, owner, deadline)) {
                throw new IllegalArgumentException("a successor must be new");
            }
            List<String> there = RedisReply.texts(prepared.get(1).get());
            List<String> answer =
                    there.isEmpty() ? List.of("gone") : replace(owner, rotation, rest(there, 1), deadline);
            isRotated = answer.get(0).equals("rotated");
            if (answer.get(0).equals("gone") || answer.get(0).equals("reused")) {
                undoing.add(index.unlist(owner.userId(), List.of(owner.familyId())));
                undoing.addAll(index.forget(rest(answer, 3)));
            }
            return outcome(answer);
        } finally {
            if (!isRotated) {
                index.tidy(undoing, deadline);
            }
        }
    }

    /** Uses the token up, and takes out what its family forgets. */
    private List<String> replace(
            TokenOwner owner, RotationRequest rotation, List<String> forgotten, Deadline deadline) {
        RotationRequest.Successor successor = rotation.successor();
        List<Command> all = new ArrayList<>();
        all.add(ROTATE.on(
                family(owner.familyId()),
                clock.get(),
                remembered(),
                rotation.tokenHash(),
                successor.tokenHash(),
                successor.expiresAt().toEpochMilli(),
                successor.expiresAt().toString(),
                successor.sealed(),
                rotation.familyLife().toMillis(),
                rotation.address()));
        all.addAll(index.forget(forgotten));
        return RedisReply.texts(redis.all(all, deadline).get(0).get());
    }

    private static RotationOutcome outcome(List<String> answer) {
        return switch (answer.get(0)) {
            case "rotated" -> outcome(answer, RotationOutcome.Rotated::new);
            case "repeated" ->
                outcome(answer, grant -> new RotationOutcome.Repeated(grant, rest(answer, 4), answer.get(3)));
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
    public Optional<RefreshGrant> find(String tokenHash) {
        Deadline deadline = redis.deadline();
        return index.ownerOf(tokenHash, deadline).flatMap(owner -> {
            Command find = FIND.readOn(family(owner.familyId()), clock.get(), remembered(), tokenHash);
            List<String> answer = RedisReply.texts(redis.call(find, deadline));
            return answer.isEmpty() ? Optional.empty() : Grants.read(answer.get(0), answer.get(1));
        });
    }

    private static List<String> rest(List<String> answer, int from) {
        return answer.subList(Math.min(from, answer.size()), answer.size());
    }

    @Override
    public boolean isRevoked(TokenClaims claims) {
        String userId = claims.user().userId();
        List<Command> questions = new ArrayList<>();
        questions.add(Command.read("EXISTS", keys.tokenRevoked(userId, claims.tokenId())));
        questions.add(Command.read("GET", keys.tokenGeneration(userId)));
        boolean isOfAFamily = !claims.familyId().isEmpty();
        questions.add(
                isOfAFamily
                        ? Command.read("EXISTS", keys.familyRevoked(claims.familyId()))
                        : Command.read("GET", keys.tokenChanged(userId)));
        List<RedisReply> replies = redis.all(questions);
        replies.forEach(RedisReply::get);
        return replies.get(0).number() > 0
                || claims.generation() < generation(replies.get(1).get())
                || (isOfAFamily
                        ? replies.get(2).number() > 0
                        : isOfAnEarlierAccount(
                                claims, RedisReply.text(replies.get(2).get())));
    }

    /** @param changed seconds; rubbish counts as nothing */
    private static boolean isOfAnEarlierAccount(TokenClaims claims, String changed) {
        return SECONDS.matcher(changed).matches() && claims.issuedAt().getEpochSecond() <= Long.parseLong(changed);
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
            Deadline deadline = redis.deadline();
            List<String> answer = RedisReply.texts(redis.call(revocation(familyId, Which.ALL), deadline));
            index.tidy(index.forget(rest(answer, 2)), deadline);
        }
    }

    @Override
    public List<RefreshGrant> revokeDevice(String userId, DeviceKey device) {
        Deadline deadline = redis.deadline();
        return revokeAll(userId, index.familiesOf(userId, deadline), Which.of(device), deadline);
    }

    @Override
    public long revokeUser(String userId) {
        Deadline deadline = redis.deadline();
        Command raise = RAISE.on(List.of(keys.tokenGeneration(userId), keys.tokenFamilies(userId)), remembered());
        long generation = RedisReply.number(redis.call(raise, deadline));
        revokeAll(userId, index.familiesOf(userId, deadline), Which.ALL, deadline);
        return generation;
    }

    @Override
    public void revokeOthers(AccountState current) {
        Deadline deadline = redis.deadline();
        String userId = current.userId();
        redis.call(CHANGED.on(List.of(keys.tokenChanged(userId)), clock.get(), remembered()), deadline);
        revokeAll(userId, index.familiesOf(userId, deadline), Which.except(current), deadline);
    }

    /**
     * Which of a user's families.
     *
     * @param device only those made there; empty: anywhere
     * @param spared but those granted for this state of the account; empty: no exception
     */
    private record Which(String device, String spared) {

        static final Which ALL = new Which("", "");

        static Which of(DeviceKey device) {
            return new Which(Grants.device(device), "");
        }

        static Which except(AccountState account) {
            return new Which("", account.digest());
        }
    }

    private List<RefreshGrant> revokeAll(String userId, List<String> familyIds, Which which, Deadline deadline) {
        if (familyIds.isEmpty()) {
            return List.of();
        }
        List<RedisReply> replies =
                redis.all(familyIds.stream().map(id -> revocation(id, which)).toList(), deadline);
        List<RefreshGrant> revoked = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        List<String> hashes = new ArrayList<>();
        for (int i = 0; i < familyIds.size(); i++) {
            List<String> answer = RedisReply.texts(replies.get(i).get());
            if (answer.equals(SPARED)) {
                continue;
            }
            if (!answer.isEmpty()) {
                Grants.read(answer.get(0), answer.get(1)).ifPresent(revoked::add);
                hashes.addAll(rest(answer, 2));
            }
            if (!answer.isEmpty() || which.device().isEmpty()) {
                gone.add(familyIds.get(i));
            }
        }
        if (!gone.isEmpty()) {
            List<Command> tidying = new ArrayList<>(List.of(index.unlist(userId, gone)));
            tidying.addAll(index.forget(hashes));
            index.tidy(tidying, deadline);
        }
        return revoked;
    }

    private Command revocation(String familyId, Which which) {
        return REVOKE.on(family(familyId), clock.get(), remembered(), which.device(), which.spared());
    }

    private List<String> family(String familyId) {
        return List.of(
                keys.tokenFamily(familyId),
                keys.tokenDead(familyId),
                keys.familyRevoked(familyId),
                keys.tokenSuccessors(familyId));
    }
}
