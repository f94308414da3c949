package io.mychat.gateway.redis.auth;

import io.mychat.gateway.redis.client.Keys;
import io.mychat.gateway.redis.client.LuaScript;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.spi.auth.RefreshGrant;
import io.mychat.gateway.spi.auth.RotationRequest;
import io.mychat.gateway.spi.session.AccountState;
import io.mychat.gateway.spi.session.DeviceKey;
import java.util.List;

/** The calls of the scripts that change a family, each in one step of the family's slot. Immutable. */
final class FamilyScripts {

    private static final String SHARED = "family.lua";
    private static final LuaScript OPEN = LuaScript.load(FamilyScripts.class, SHARED, "open.lua");
    private static final LuaScript TOUCH = LuaScript.load(FamilyScripts.class, SHARED, "touch.lua");
    private static final LuaScript ROTATE = LuaScript.load(FamilyScripts.class, SHARED, "rotate.lua");
    private static final LuaScript FIND = LuaScript.load(FamilyScripts.class, SHARED, "find.lua");
    private static final LuaScript REVOKE = LuaScript.load(FamilyScripts.class, SHARED, "revoke.lua");

    private final Keys keys;
    private final RevocationMemory memory;

    FamilyScripts(Keys keys, RevocationMemory memory) {
        this.keys = keys;
        this.memory = memory;
    }

    /**
     * Selects families of a user for a revocation.
     *
     * @param device only families of this device; empty: of any device
     * @param spared no family that was granted for this state of the account; empty: no exception
     */
    record Which(String device, String spared) {

        static final Which ALL = new Which("", "");

        static Which of(DeviceKey device) {
            return new Which(Grants.device(device), "");
        }

        static Which except(AccountState account) {
            return new Which("", account.digest());
        }
    }

    /** Begins a family; 0 when it has begun already. */
    RedisCommand open(RefreshGrant grant, String tokenHash) {
        return OPEN.on(
                family(grant.familyId()),
                memory.clock(),
                memory.millis(),
                Grants.write(grant),
                tokenHash,
                grant.expiresAt().toEpochMilli(),
                grant.expiresAt().toString(),
                Grants.device(grant.device()),
                grant.account().digest());
    }

    /** Prolongs a family's keys, and removes expired content from them. */
    RedisCommand touch(String familyId) {
        return TOUCH.on(family(familyId), memory.clock(), memory.millis());
    }

    /** Uses a token up. */
    RedisCommand rotate(String familyId, RotationRequest rotation) {
        RotationRequest.Successor successor = rotation.successor();
        return ROTATE.on(
                family(familyId),
                memory.clock(),
                memory.millis(),
                rotation.tokenHash(),
                successor.tokenHash(),
                successor.expiresAt().toEpochMilli(),
                successor.expiresAt().toString(),
                successor.sealed(),
                rotation.familyLife().toMillis(),
                rotation.address());
    }

    /** Reads the grant of a token that is alive. */
    RedisCommand find(String familyId, String tokenHash) {
        return FIND.readOn(family(familyId), memory.clock(), memory.millis(), tokenHash);
    }

    /** Revokes a family when it is one of those. */
    RedisCommand revoke(String familyId, Which which) {
        return REVOKE.on(family(familyId), memory.clock(), memory.millis(), which.device(), which.spared());
    }

    private List<String> family(String familyId) {
        return List.of(
                keys.tokenFamily(familyId),
                keys.tokenDead(familyId),
                keys.familyRevoked(familyId),
                keys.tokenSuccessors(familyId));
    }
}
