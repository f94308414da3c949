package io.mychat.gateway.redis.auth;

import io.mychat.gateway.redis.auth.FamilyScripts.Which;
import io.mychat.gateway.redis.client.Deadline;
import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.spi.auth.RefreshGrant;
import java.util.ArrayList;
import java.util.List;

/** Revokes families of one user, and removes their entries from the indexes. Immutable. */
final class FamilyRevocation {

    /** The script's answer for a family that is not revoked. */
    private static final List<String> SPARED = List.of("spared");

    private final Redis redis;
    private final FamilyScripts scripts;
    private final TokenIndex index;
    private final Grants grants;

    FamilyRevocation(Redis redis, FamilyScripts scripts, TokenIndex index, Grants grants) {
        this.redis = redis;
        this.scripts = scripts;
        this.index = index;
        this.grants = grants;
    }

    /** @return the grants of the families that were revoked */
    List<RefreshGrant> revoke(String userId, List<String> familyIds, Which which, Deadline deadline) {
        if (familyIds.isEmpty()) {
            return List.of();
        }
        List<RedisReply> replies = redis.all(
                familyIds.stream().map(id -> scripts.revoke(id, which)).toList(), deadline);
        List<RefreshGrant> revoked = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        List<String> hashes = new ArrayList<>();
        for (int i = 0; i < familyIds.size(); i++) {
            List<String> answer = RedisReply.texts(replies.get(i).get());
            if (answer.equals(SPARED)) {
                continue;
            }
            if (!answer.isEmpty()) {
                grants.read(answer.get(0), answer.get(1)).ifPresent(revoked::add);
                hashes.addAll(TokenIndex.rest(answer, 2));
            }
            if (!answer.isEmpty() || which.device().isEmpty()) {
                gone.add(familyIds.get(i));
            }
        }
        if (!gone.isEmpty()) {
            List<RedisCommand> tidying = new ArrayList<>(List.of(index.unlist(userId, gone)));
            tidying.addAll(index.forget(hashes));
            index.tidy(tidying, deadline);
        }
        return revoked;
    }
}
