package io.mychat.gateway.redis.auth;

import io.mychat.gateway.redis.client.Deadline;
import io.mychat.gateway.redis.client.LuaScript;
import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.client.RedisReply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The indexes from the hash of a refresh token and from a user to a family. An index entry is always verified, and may
 * be written before the family exists. Immutable.
 */
final class TokenIndex {

    private static final LuaScript LIST = LuaScript.load(TokenIndex.class, "list.lua");

    private final Redis redis;
    private final RevocationMemory memory;

    TokenIndex(Redis redis, RevocationMemory memory) {
        this.redis = redis;
        this.memory = memory;
    }

    /** The hashes at the end of a script's answer. */
    static List<String> rest(List<String> answer, int from) {
        return answer.subList(Math.min(from, answer.size()), answer.size());
    }

    /** Enters a new token; nil when the hash is entered already. */
    RedisCommand enter(String hash, TokenOwner owner, Instant expiresAt) {
        long left = Duration.between(redis.time().now(), expiresAt).toMillis();
        return RedisCommand.write("SET", redis.keys().tokenHash(hash), owner.text(), "PX", Math.max(1, left), "NX");
    }

    /**
     * Enters a family into its user's list, which is kept as long as any of them may live. The answer is the user's
     * generation.
     */
    RedisCommand list(TokenOwner owner, Instant expiresAt) {
        return LIST.on(
                List.of(redis.keys().tokenFamilies(owner.userId()), redis.keys().tokenGeneration(owner.userId())),
                memory.clock(),
                memory.millis(),
                expiresAt.toEpochMilli(),
                owner.familyId());
    }

    Optional<TokenOwner> ownerOf(String hash, Deadline deadline) {
        return TokenOwner.read(
                RedisReply.text(redis.call(RedisCommand.read("GET", redis.keys().tokenHash(hash)), deadline)));
    }

    /** Whether a token was entered, by an answer to {@link #enter}: a cluster may have carried it out twice. */
    boolean isEntered(RedisReply answer, String hash, TokenOwner owner, Deadline deadline) {
        return !answer.text().isEmpty()
                || ownerOf(hash, deadline).filter(owner::equals).isPresent();
    }

    /** Takes tokens out. */
    List<RedisCommand> forget(Collection<String> hashes) {
        return hashes.stream()
                .map(hash -> RedisCommand.write("DEL", redis.keys().tokenHash(hash)))
                .toList();
    }

    /** Takes families out of a user's list. */
    RedisCommand unlist(String userId, Collection<String> familyIds) {
        return RedisCommand.write("ZREM", redis.keys().tokenFamilies(userId), familyIds.toArray());
    }

    /** Does what only saves room: what fails expires by itself. */
    void tidy(List<RedisCommand> commands, Deadline deadline) {
        if (!commands.isEmpty()) {
            List<RedisReply> unused = redis.all(new ArrayList<>(commands), deadline);
        }
    }

    List<String> familiesOf(String userId, Deadline deadline) {
        return RedisReply.texts(
                redis.call(RedisCommand.read("ZRANGE", redis.keys().tokenFamilies(userId), 0, -1), deadline));
    }
}
