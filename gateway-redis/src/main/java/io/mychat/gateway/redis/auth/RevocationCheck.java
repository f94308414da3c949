package io.mychat.gateway.redis.auth;

import io.mychat.gateway.redis.client.Keys;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.spi.auth.TokenClaims;
import java.util.ArrayList;
import java.util.List;

/**
 * The question whether one of some tokens of a user is revoked, for a script that does more in the same step.
 *
 * @param keys for each token what revokes it alone, its user's generation, and what revokes its family, or tokens without one
 * @param args for each token its generation, and the second in which it was issued, {@link #FAMILY} or {@link #SEPARATE}
 * @param families commands that have to answer 0 before the script is called: their keys are elsewhere
 */
public record RevocationCheck(List<String> keys, List<Object> args, List<RedisCommand> families) {

    /** The third key is of a family. */
    private static final String FAMILY = "family";

    /** The third key says nothing: the family is asked for separately. */
    private static final String SEPARATE = "separate";

    static RevocationCheck of(Keys names, List<TokenClaims> tokens, boolean isCluster) {
        List<String> keys = new ArrayList<>();
        List<Object> args = new ArrayList<>();
        List<RedisCommand> families = new ArrayList<>();
        for (TokenClaims token : tokens) {
            String userId = token.user().userId();
            keys.add(names.tokenRevoked(userId, token.tokenId()));
            keys.add(names.tokenGeneration(userId));
            args.add(token.generation());
            if (token.familyId().isEmpty()) {
                keys.add(names.tokenChanged(userId));
                args.add(token.issuedAt().getEpochSecond());
            } else if (isCluster) {
                keys.add(names.tokenGeneration(userId));
                args.add(SEPARATE);
                families.add(RedisCommand.read("EXISTS", names.familyRevoked(token.familyId())));
            } else {
                keys.add(names.familyRevoked(token.familyId()));
                args.add(FAMILY);
            }
        }
        return new RevocationCheck(keys, args, families);
    }
}
