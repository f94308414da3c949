package io.mychat.gateway.redis.auth;

import io.mychat.gateway.redis.client.Deadline;
import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.spi.auth.RefreshGrant;
import io.mychat.gateway.spi.auth.RotationOutcome;
import io.mychat.gateway.spi.auth.RotationRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Replaces a refresh token by its successor. Harmless entries are written first in every needed slot, and the token is
 * exchanged last. When a part of Redis does not answer or has too few replicas, this shows before the exchange, and the
 * client can retry. A gateway that dies in between leaves an index entry without a token, or a successor that the
 * client never got; the client can then present the predecessor again within ten seconds. Thread-safe.
 */
final class TokenRotation {

    private final Redis redis;
    private final FamilyScripts scripts;
    private final TokenIndex index;
    private final Grants grants;

    TokenRotation(Redis redis, FamilyScripts scripts, TokenIndex index, Grants grants) {
        this.redis = redis;
        this.scripts = scripts;
        this.index = index;
        this.grants = grants;
    }

    /** @throws IllegalArgumentException when the successor exists already */
    RotationOutcome rotate(RotationRequest rotation) {
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
                        scripts.touch(owner.familyId()),
                        index.list(owner, expiresAt)),
                deadline);
        boolean isOurs = prepared.get(0).isFailed() || !prepared.get(0).text().isEmpty();
        List<RedisCommand> undoing = new ArrayList<>(isOurs ? index.forget(List.of(successorHash)) : List.of());
        boolean isRotated = false;
        try {
            prepared.forEach(RedisReply::get);
            if (!index.isEntered(prepared.get(0), successorHash, owner, deadline)) {
                throw new IllegalArgumentException("a successor must be new");
            }
            List<String> there = RedisReply.texts(prepared.get(1).get());
            List<String> answer =
                    there.isEmpty() ? List.of("gone") : replace(owner, rotation, TokenIndex.rest(there, 1), deadline);
            isRotated = answer.get(0).equals("rotated");
            if (answer.get(0).equals("gone") || answer.get(0).equals("reused")) {
                undoing.add(index.unlist(owner.userId(), List.of(owner.familyId())));
                undoing.addAll(index.forget(TokenIndex.rest(answer, 3)));
            }
            return outcome(answer);
        } finally {
            if (!isRotated) {
                index.tidy(undoing, deadline);
            }
        }
    }

    /** Uses the token up, and removes the hashes that its family forgets. */
    private List<String> replace(
            TokenOwner owner, RotationRequest rotation, List<String> forgotten, Deadline deadline) {
        List<RedisCommand> all = new ArrayList<>();
        all.add(scripts.rotate(owner.familyId(), rotation));
        all.addAll(index.forget(forgotten));
        return RedisReply.texts(redis.all(all, deadline).get(0).get());
    }

    private RotationOutcome outcome(List<String> answer) {
        return switch (answer.get(0)) {
            case "rotated" -> outcome(answer, RotationOutcome.Rotated::new);
            case "repeated" ->
                outcome(
                        answer,
                        grant -> new RotationOutcome.Repeated(grant, TokenIndex.rest(answer, 4), answer.get(3)));
            case "reused" -> outcome(answer, RotationOutcome.Reused::new);
            case "taken" -> throw new IllegalArgumentException("a successor must be new");
            default -> new RotationOutcome.Unknown();
        };
    }

    /** An unreadable grant has no owner; its tokens are treated as unknown. */
    private RotationOutcome outcome(List<String> answer, Function<RefreshGrant, RotationOutcome> known) {
        return grants.read(answer.get(1), answer.get(2)).map(known).orElseGet(RotationOutcome.Unknown::new);
    }
}
